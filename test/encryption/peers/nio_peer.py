"""A Matrix client of matrix-nio, driven by lines of JSON: {"id", "name", "args"} in, {"id", "value" or "error"} out."""

import asyncio
import json
import sys

from nio import AsyncClient, AsyncClientConfig, MegolmEvent, RoomMessageFormatted


class Peer:
    def __init__(self, account, folder):
        config = AsyncClientConfig(store_sync_tokens=False, encryption_enabled=True)
        self.client = AsyncClient(account["url"], account["userId"], account["deviceId"], folder, config)
        self.client.restore_login(account["userId"], account["deviceId"], account["accessToken"])
        self.messages = {}
        self.client.add_event_callback(self.hear, (RoomMessageFormatted, MegolmEvent))

    async def hear(self, room, event):
        is_unreadable = isinstance(event, MegolmEvent)
        self.messages.setdefault(room.room_id, {})[event.event_id] = {
            "eventId": event.event_id,
            "sender": event.sender,
            "text": None if is_unreadable else event.body,
            "failure": event.session_id if is_unreadable else None,
            "replyTo": None if is_unreadable else reply_of(event.source),
        }

    async def sync(self):
        check(await self.client.sync(timeout=0, full_state=False))
        if self.client.should_upload_keys:
            check(await self.client.keys_upload())
        if self.client.should_query_keys:
            check(await self.client.keys_query())
        await self.client.send_to_device_messages()

    async def start(self):
        await self.sync()
        await self.sync()

    async def createRoom(self, invite, version, is_direct=False):
        encryption = {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}
        room = await self.client.room_create(
            invite=invite, room_version=version, is_direct=is_direct, initial_state=[encryption]
        )
        return check(room).room_id

    async def join(self, room_id):
        check(await self.client.join(room_id))

    async def leave(self, room_id):
        check(await self.client.room_leave(room_id))

    async def acceptInvites(self):
        await self.sync()
        rooms = list(self.client.invited_rooms)
        for room_id in rooms:
            await self.join(room_id)
        return rooms

    async def send(self, room_id, text):
        return await self.sendRaw(room_id, "m.room.message", {"msgtype": "m.text", "body": text})

    async def reply(self, room_id, event_id, text):
        relation = {"m.in_reply_to": {"event_id": event_id}}
        content = {"msgtype": "m.text", "body": text, "m.relates_to": relation}
        return await self.sendRaw(room_id, "m.room.message", content)

    async def sendRaw(self, room_id, type, content):
        await self.sync()
        sent = await self.client.room_send(room_id, type, content, ignore_unverified_devices=True)
        return check(sent).event_id

    async def texts(self, room_id):
        await self.sync()
        return list(self.messages.get(room_id, {}).values())


def reply_of(source):
    relation = source.get("content", {}).get("m.relates_to") or {}
    return (relation.get("m.in_reply_to") or {}).get("event_id")


def check(response):
    if type(response).__name__.endswith("Error"):
        raise RuntimeError(str(response))
    return response


async def main():
    peer = Peer(json.loads(sys.argv[1]), sys.argv[2])
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        call = json.loads(line)
        answer = {"id": call["id"]}
        try:
            answer["value"] = await getattr(peer, call["name"])(*call["args"])
        except Exception as error:
            answer["error"] = f"{type(error).__name__}: {error}"
        print(json.dumps(answer), flush=True)
    await peer.client.close()


asyncio.run(main())
