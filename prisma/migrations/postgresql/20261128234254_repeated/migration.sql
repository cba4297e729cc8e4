-- AlterTable
ALTER TABLE "InboxEvent" ADD COLUMN     "message" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "InboxEvent_roomId_message_key" ON "InboxEvent"("roomId", "message");
