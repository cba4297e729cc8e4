-- AlterTable
ALTER TABLE "Account" ADD COLUMN     "collectedAt" TIMESTAMP(3),
ADD COLUMN     "restoredFrom" TIMESTAMP(3);

-- AlterTable
ALTER TABLE "InboxEvent" ADD COLUMN     "replayAt" TIMESTAMP(3);

-- AlterTable
ALTER TABLE "OutboxMessage" ADD COLUMN     "foundAt" TIMESTAMP(3);

-- CreateTable
CREATE TABLE "Reservation" (
    "series" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "eventId" TEXT NOT NULL,
    "given" INTEGER,

    CONSTRAINT "Reservation_pkey" PRIMARY KEY ("series","number","eventId")
);

-- CreateIndex
CREATE INDEX "Reservation_eventId_idx" ON "Reservation"("eventId");
