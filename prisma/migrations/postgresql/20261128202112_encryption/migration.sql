-- AlterTable
ALTER TABLE "InboxEvent" ADD COLUMN     "trust" TEXT;

-- AlterTable
ALTER TABLE "Room" ADD COLUMN     "encryption" TEXT;

-- CreateTable
CREATE TABLE "UnreadableEvent" (
    "position" SERIAL NOT NULL,
    "eventId" TEXT NOT NULL,
    "roomId" TEXT NOT NULL,
    "sender" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "sentAt" TIMESTAMP(3) NOT NULL,
    "receivedAt" TIMESTAMP(3) NOT NULL,
    "payload" TEXT NOT NULL,
    "withheld" TEXT,

    CONSTRAINT "UnreadableEvent_pkey" PRIMARY KEY ("position")
);

-- CreateIndex
CREATE UNIQUE INDEX "UnreadableEvent_eventId_key" ON "UnreadableEvent"("eventId");

-- CreateIndex
CREATE INDEX "UnreadableEvent_roomId_sessionId_idx" ON "UnreadableEvent"("roomId", "sessionId");

-- CreateIndex
CREATE INDEX "UnreadableEvent_receivedAt_idx" ON "UnreadableEvent"("receivedAt");
