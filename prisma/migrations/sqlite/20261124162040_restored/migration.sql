-- AlterTable
ALTER TABLE "Account" ADD COLUMN "collectedAt" DATETIME;
ALTER TABLE "Account" ADD COLUMN "restoredFrom" DATETIME;

-- AlterTable
ALTER TABLE "InboxEvent" ADD COLUMN "replayAt" DATETIME;

-- AlterTable
ALTER TABLE "OutboxMessage" ADD COLUMN "foundAt" DATETIME;

-- CreateTable
CREATE TABLE "Reservation" (
    "series" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "eventId" TEXT NOT NULL,
    "given" INTEGER,

    PRIMARY KEY ("series", "number", "eventId")
);

-- CreateIndex
CREATE INDEX "Reservation_eventId_idx" ON "Reservation"("eventId");
