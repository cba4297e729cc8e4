"""A Matrix client of matrix-nio, driven by lines of JSON: {"id", "name", "args"} in, {"id", "value" or "error"} out."""

import asyncio
import json
import sys

from nio import AsyncClient, AsyncClientConfig, MegolmEvent, RoomMessageText


class Peer:
    def __init__(self, account, folder):
        config = AsyncClientConfig(store_sync_tokens=False, encryption_enabled=True)
        self.client = AsyncClient(account["url"], account["userId"], account["deviceId"], folder, config)
        self.client.restore_login(account["userId"], account["deviceId"], account["accessToken"])
        self.messages = {}
        self.client.add_event_callback(self.hear, (RoomMessageText, MegolmEvent))

    async def hear(self, room, event):
        is_unreadable = isinstance(event, MegolmEvent)
        self.messages.setdefault(room.room_id, {})[event.event_id] = {
            "eventId": event.event_id,
            "sender": event.sender,
            "text": None if is_unreadable else event.body,
            "failure": event.session_id if is_unreadable else None,
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

    async def createRoom(self, invite, version):
        encryption = {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}
        room = check(await self.client.room_create(invite=invite, room_version=version, initial_state=[encryption]))
        return room.room_id

    async def join(self, room_id):
        check(await self.client.join(room_id))

    async def leave(self, room_id):
        check(await self.client.room_leave(room_id))

    async def send(self, room_id, text):
        await self.sync()
        content = {"msgtype": "m.text", "body": text}
        sent = await self.client.room_send(room_id, "m.room.message", content, ignore_unverified_devices=True)
        return check(sent).event_id

    async def texts(self, room_id):
        await self.sync()
        return list(self.messages.get(room_id, {}).values())


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
