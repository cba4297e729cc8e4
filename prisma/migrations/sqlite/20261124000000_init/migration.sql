-- CreateTable
CREATE TABLE "Item" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "letter" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "groupId" TEXT NOT NULL,
    "scope" TEXT NOT NULL DEFAULT 'group',
    "authorId" TEXT NOT NULL,
    "administrationKey" TEXT,
    "createdAt" DATETIME NOT NULL,
    "eventId" TEXT,
    "cancelledAt" DATETIME,
    CONSTRAINT "Item_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "HistoryEntry" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "itemId" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "actorId" TEXT NOT NULL,
    "onBehalfOf" TEXT,
    "eventId" TEXT,
    "action" TEXT NOT NULL,
    "detail" TEXT,
    "before" TEXT,
    CONSTRAINT "HistoryEntry_itemId_fkey" FOREIGN KEY ("itemId") REFERENCES "Item" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Tag" (
    "itemId" TEXT NOT NULL,
    "tag" TEXT NOT NULL,

    PRIMARY KEY ("itemId", "tag"),
    CONSTRAINT "Tag_itemId_fkey" FOREIGN KEY ("itemId") REFERENCES "Item" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ReactionEffect" (
    "eventId" TEXT NOT NULL PRIMARY KEY,
    "itemId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "effect" TEXT NOT NULL,
    "before" TEXT,
    "at" DATETIME NOT NULL,
    "takenBackAt" DATETIME
);

-- CreateTable
CREATE TABLE "Task" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "text" TEXT NOT NULL,
    "dueDay" TEXT,
    "dueTime" TEXT,
    "dueAt" DATETIME,
    "dueSetAt" DATETIME,
    "status" TEXT NOT NULL DEFAULT 'open',
    "statusAt" DATETIME NOT NULL,
    "doneBy" TEXT,
    "reason" TEXT,
    CONSTRAINT "Task_id_fkey" FOREIGN KEY ("id") REFERENCES "Item" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "TaskAssignee" (
    "taskId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "personId" TEXT,
    "administrationKey" TEXT,
    "note" TEXT,
    "doneAt" DATETIME,
    "doneBy" TEXT,

    PRIMARY KEY ("taskId", "position"),
    CONSTRAINT "TaskAssignee_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Decision" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "groupId" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "year" INTEGER,
    "sequence" INTEGER,
    "register" TEXT,
    "enteredAt" DATETIME,
    "confirmedBy" TEXT,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "reason" TEXT,
    CONSTRAINT "Decision_id_fkey" FOREIGN KEY ("id") REFERENCES "Item" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Meeting" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "title" TEXT NOT NULL,
    "startsAt" DATETIME NOT NULL,
    "minutes" INTEGER NOT NULL,
    "allDay" BOOLEAN NOT NULL DEFAULT false,
    "place" TEXT,
    "url" TEXT,
    "timeZone" TEXT NOT NULL,
    "rule" TEXT,
    "plannedTo" DATETIME,
    "cancelledAt" DATETIME,
    "reason" TEXT,
    "sequence" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "Meeting_id_fkey" FOREIGN KEY ("id") REFERENCES "Item" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "MeetingDate" (
    "meetingId" TEXT NOT NULL,
    "originalStart" DATETIME NOT NULL,
    "startsAt" DATETIME NOT NULL,
    "minutes" INTEGER NOT NULL,
    "place" TEXT,
    "url" TEXT,
    "movedAt" DATETIME,
    "cancelledAt" DATETIME,
    "reason" TEXT,

    PRIMARY KEY ("meetingId", "originalStart"),
    CONSTRAINT "MeetingDate_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "Meeting" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Link" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "groupId" TEXT NOT NULL,
    "canonical" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "note" TEXT,
    "title" TEXT,
    "titleState" TEXT NOT NULL DEFAULT 'off',
    "titleTries" INTEGER NOT NULL DEFAULT 0,
    "titleNextAt" DATETIME,
    CONSTRAINT "Link_id_fkey" FOREIGN KEY ("id") REFERENCES "Item" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "LinkShare" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "linkId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "eventId" TEXT,
    CONSTRAINT "LinkShare_linkId_fkey" FOREIGN KEY ("linkId") REFERENCES "Link" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Article" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "title" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "sourceEventId" TEXT,
    "sourcePersonId" TEXT,
    CONSTRAINT "Article_id_fkey" FOREIGN KEY ("id") REFERENCES "Item" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Administration" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "short" TEXT NOT NULL,
    "ags" TEXT,
    "ars" TEXT,
    "servers" TEXT NOT NULL,
    "fromConfig" BOOLEAN NOT NULL,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Person" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "displayName" TEXT,
    "language" TEXT,
    "timeZone" TEXT,
    "quiet" TEXT,
    "leadDays" INTEGER,
    "digest" TEXT,
    "digestSince" DATETIME,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Group" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "topic" TEXT,
    "join" TEXT NOT NULL DEFAULT 'invite',
    "language" TEXT,
    "timeZone" TEXT,
    "captureLinks" BOOLEAN,
    "confirm" BOOLEAN,
    "word" TEXT,
    "fromConfig" BOOLEAN NOT NULL,
    "roomId" TEXT,
    "createdAt" DATETIME NOT NULL,
    "archivedAt" DATETIME
);

-- CreateTable
CREATE TABLE "GroupAdministration" (
    "groupId" TEXT NOT NULL,
    "administrationKey" TEXT NOT NULL,

    PRIMARY KEY ("groupId", "administrationKey"),
    CONSTRAINT "GroupAdministration_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "GroupAdministration_administrationKey_fkey" FOREIGN KEY ("administrationKey") REFERENCES "Administration" ("key") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Membership" (
    "groupId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "administrationKey" TEXT,
    "fromConfig" BOOLEAN NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "joinedAt" DATETIME,
    "leftAt" DATETIME,
    "removedAt" DATETIME,
    "welcomedAt" DATETIME,

    PRIMARY KEY ("groupId", "personId"),
    CONSTRAINT "Membership_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Membership_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Counter" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "value" INTEGER NOT NULL
);

-- CreateTable
CREATE TABLE "SearchDocument" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "itemId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "groupId" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "administrationKey" TEXT,
    "authorId" TEXT,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "length" INTEGER NOT NULL,
    "valid" BOOLEAN NOT NULL DEFAULT true,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "SearchPosting" (
    "term" TEXT NOT NULL,
    "documentId" INTEGER NOT NULL,
    "weight" INTEGER NOT NULL,

    PRIMARY KEY ("documentId", "term"),
    CONSTRAINT "SearchPosting_documentId_fkey" FOREIGN KEY ("documentId") REFERENCES "SearchDocument" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Account" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT DEFAULT 1,
    "homeserver" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "deviceId" TEXT NOT NULL,
    "accessToken" TEXT NOT NULL,
    "syncToken" TEXT,
    "syncedAt" DATETIME,
    "obeyFrom" DATETIME
);

-- CreateTable
CREATE TABLE "InboxEvent" (
    "position" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "eventId" TEXT NOT NULL,
    "roomId" TEXT NOT NULL,
    "sender" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "payload" TEXT,
    "sentAt" DATETIME NOT NULL,
    "handledAt" DATETIME,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextTryAt" DATETIME,
    "setAsideAt" DATETIME,
    "reference" TEXT,
    "outcome" TEXT,
    "editedBy" TEXT
);

-- CreateTable
CREATE TABLE "Room" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT,
    "personId" TEXT,
    "membership" TEXT NOT NULL,
    "version" TEXT,
    "name" TEXT,
    "topic" TEXT,
    "joinRule" TEXT,
    "historyVisibility" TEXT,
    "encrypted" BOOLEAN NOT NULL DEFAULT false,
    "powerLevels" TEXT,
    "creators" TEXT,
    "replacedBy" TEXT,
    "replaces" TEXT,
    "mark" TEXT,
    "invitedBy" TEXT,
    "isDirect" BOOLEAN NOT NULL DEFAULT false,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "RoomMember" (
    "roomId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "membership" TEXT NOT NULL,
    "displayName" TEXT,

    PRIMARY KEY ("roomId", "userId"),
    CONSTRAINT "RoomMember_roomId_fkey" FOREIGN KEY ("roomId") REFERENCES "Room" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "OutboxMessage" (
    "position" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "roomId" TEXT,
    "personId" TEXT,
    "priority" INTEGER NOT NULL,
    "type" TEXT NOT NULL DEFAULT 'm.room.message',
    "content" TEXT,
    "itemId" TEXT,
    "causeEventId" TEXT,
    "createdAt" DATETIME NOT NULL,
    "notBefore" DATETIME,
    "notAfter" DATETIME,
    "firstTriedAt" DATETIME,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextTryAt" DATETIME,
    "sentAt" DATETIME,
    "eventId" TEXT,
    "setAsideAt" DATETIME,
    "lastError" TEXT
);

-- CreateTable
CREATE TABLE "Invitation" (
    "roomId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "startedAt" DATETIME NOT NULL,
    "doneAt" DATETIME,
    "problem" TEXT,

    PRIMARY KEY ("roomId", "personId")
);

-- CreateTable
CREATE TABLE "Occasion" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Incident" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "at" DATETIME NOT NULL,
    "text" TEXT NOT NULL,
    "toldAt" DATETIME,
    "clearedAt" DATETIME
);

-- CreateTable
CREATE TABLE "Lease" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT DEFAULT 1,
    "holder" TEXT NOT NULL,
    "until" DATETIME NOT NULL
);

-- CreateIndex
CREATE INDEX "Item_groupId_letter_idx" ON "Item"("groupId", "letter");

-- CreateIndex
CREATE INDEX "Item_eventId_idx" ON "Item"("eventId");

-- CreateIndex
CREATE UNIQUE INDEX "Item_letter_number_key" ON "Item"("letter", "number");

-- CreateIndex
CREATE INDEX "HistoryEntry_itemId_id_idx" ON "HistoryEntry"("itemId", "id");

-- CreateIndex
CREATE INDEX "HistoryEntry_eventId_idx" ON "HistoryEntry"("eventId");

-- CreateIndex
CREATE INDEX "Tag_tag_idx" ON "Tag"("tag");

-- CreateIndex
CREATE INDEX "ReactionEffect_itemId_idx" ON "ReactionEffect"("itemId");

-- CreateIndex
CREATE INDEX "Task_status_dueAt_idx" ON "Task"("status", "dueAt");

-- CreateIndex
CREATE INDEX "TaskAssignee_personId_idx" ON "TaskAssignee"("personId");

-- CreateIndex
CREATE INDEX "TaskAssignee_administrationKey_idx" ON "TaskAssignee"("administrationKey");

-- CreateIndex
CREATE UNIQUE INDEX "Decision_register_key" ON "Decision"("register");

-- CreateIndex
CREATE UNIQUE INDEX "Decision_groupId_year_sequence_key" ON "Decision"("groupId", "year", "sequence");

-- CreateIndex
CREATE INDEX "MeetingDate_startsAt_idx" ON "MeetingDate"("startsAt");

-- CreateIndex
CREATE INDEX "Link_titleState_titleNextAt_idx" ON "Link"("titleState", "titleNextAt");

-- CreateIndex
CREATE UNIQUE INDEX "Link_groupId_canonical_key" ON "Link"("groupId", "canonical");

-- CreateIndex
CREATE INDEX "LinkShare_linkId_idx" ON "LinkShare"("linkId");

-- CreateIndex
CREATE INDEX "LinkShare_eventId_idx" ON "LinkShare"("eventId");

-- CreateIndex
CREATE INDEX "Article_sourceEventId_idx" ON "Article"("sourceEventId");

-- CreateIndex
CREATE UNIQUE INDEX "Administration_name_key" ON "Administration"("name");

-- CreateIndex
CREATE UNIQUE INDEX "Administration_short_key" ON "Administration"("short");

-- CreateIndex
CREATE UNIQUE INDEX "Group_key_key" ON "Group"("key");

-- CreateIndex
CREATE UNIQUE INDEX "Group_name_key" ON "Group"("name");

-- CreateIndex
CREATE UNIQUE INDEX "Group_prefix_key" ON "Group"("prefix");

-- CreateIndex
CREATE UNIQUE INDEX "Group_roomId_key" ON "Group"("roomId");

-- CreateIndex
CREATE INDEX "Membership_personId_idx" ON "Membership"("personId");

-- CreateIndex
CREATE UNIQUE INDEX "SearchDocument_itemId_key" ON "SearchDocument"("itemId");

-- CreateIndex
CREATE INDEX "SearchDocument_groupId_scope_idx" ON "SearchDocument"("groupId", "scope");

-- CreateIndex
CREATE INDEX "SearchPosting_term_documentId_weight_idx" ON "SearchPosting"("term", "documentId", "weight");

-- CreateIndex
CREATE UNIQUE INDEX "InboxEvent_eventId_key" ON "InboxEvent"("eventId");

-- CreateIndex
CREATE INDEX "InboxEvent_handledAt_roomId_position_idx" ON "InboxEvent"("handledAt", "roomId", "position");

-- CreateIndex
CREATE INDEX "InboxEvent_roomId_sender_handledAt_idx" ON "InboxEvent"("roomId", "sender", "handledAt");

-- CreateIndex
CREATE INDEX "Room_kind_personId_idx" ON "Room"("kind", "personId");

-- CreateIndex
CREATE INDEX "RoomMember_userId_membership_idx" ON "RoomMember"("userId", "membership");

-- CreateIndex
CREATE UNIQUE INDEX "OutboxMessage_id_key" ON "OutboxMessage"("id");

-- CreateIndex
CREATE UNIQUE INDEX "OutboxMessage_key_key" ON "OutboxMessage"("key");

-- CreateIndex
CREATE UNIQUE INDEX "OutboxMessage_eventId_key" ON "OutboxMessage"("eventId");

-- CreateIndex
CREATE INDEX "OutboxMessage_sentAt_setAsideAt_priority_position_idx" ON "OutboxMessage"("sentAt", "setAsideAt", "priority", "position");

-- CreateIndex
CREATE INDEX "OutboxMessage_personId_roomId_idx" ON "OutboxMessage"("personId", "roomId");

-- CreateIndex
CREATE INDEX "OutboxMessage_causeEventId_idx" ON "OutboxMessage"("causeEventId");
