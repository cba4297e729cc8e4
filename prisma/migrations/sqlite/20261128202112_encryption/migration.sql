-- AlterTable
ALTER TABLE "InboxEvent" ADD COLUMN "trust" TEXT;

-- AlterTable
ALTER TABLE "Room" ADD COLUMN "encryption" TEXT;

-- CreateTable
CREATE TABLE "UnreadableEvent" (
    "position" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "eventId" TEXT NOT NULL,
    "roomId" TEXT NOT NULL,
    "sender" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "sentAt" DATETIME NOT NULL,
    "receivedAt" DATETIME NOT NULL,
    "payload" TEXT NOT NULL,
    "withheld" TEXT
);

-- CreateIndex
CREATE UNIQUE INDEX "UnreadableEvent_eventId_key" ON "UnreadableEvent"("eventId");

-- CreateIndex
CREATE INDEX "UnreadableEvent_roomId_sessionId_idx" ON "UnreadableEvent"("roomId", "sessionId");

-- CreateIndex
CREATE INDEX "UnreadableEvent_receivedAt_idx" ON "UnreadableEvent"("receivedAt");
