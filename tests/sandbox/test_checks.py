"""What Telegram refuses, in Telegram's words; each row beside the nearest thing it takes."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from bot.sandbox import Sandbox, Status
from bot.sandbox.model import Json
from tests.sandbox.conftest import Direct, StoppedClock


def keyboard(*rows: list[Json]) -> Json:
    return {"inline_keyboard": list(rows)}


def button(**action: object) -> Json:
    return {"text": "Go", **action}


def press(data: str = "x") -> Json:
    return button(callback_data=data)


def bold(offset: int, length: int) -> Json:
    return {"type": "bold", "offset": offset, "length": length}


def link(url: str) -> Json:
    return {"type": "text_link", "offset": 0, "length": 1, "url": url}


MODIFIED = "400 Bad Request: message is not modified"
CONTENT = [
    ("no text", {"text": ""}, {"text": "a"}, "message text is empty"),
    ("blank", {"text": " \n\t "}, {"text": " a "}, "message text is empty"),
    ("4097", {"text": "a" * 4097}, {"text": "a" * 4096}, "message is too long"),
    ("4096 emoji", {"text": "😀" * 2049}, {"text": "😀" * 2048}, "message is too long"),
    ("spaces do not count", {"text": "a" * 4097 + " "}, {"text": "  " + "a" * 4096 + "\n"}, "message is too long"),
    ("lone surrogate", {"text": "a\ud83d"}, {"text": "a😀"}, "strings must be encoded in UTF-8"),
    (
        "past the end",
        {"text": "ab", "entities": [bold(1, 2)]},
        {"text": "ab", "entities": [bold(1, 1)]},
        "entity ends after the end of the text at UTF-16 offset 3",
    ),
    (
        "begins inside an emoji",
        {"text": "😀a", "entities": [bold(1, 2)]},
        {"text": "😀a", "entities": [bold(2, 1)]},
        "entity begins in a middle of a UTF-16 symbol at byte offset 1",
    ),
    (
        "ends inside an emoji",
        {"text": "a😀", "entities": [bold(0, 2)]},
        {"text": "a😀", "entities": [bold(0, 3)]},
        "entity ends in a middle of a UTF-16 symbol at byte offset 2",
    ),
    (
        "negative offset",
        {"text": "ab", "entities": [bold(-1, 1)]},
        {"text": "ab", "entities": [bold(0, 0)]},
        "receive an entity with incorrect offset -1",
    ),
    (
        "unknown entity",
        {"text": "ab", "entities": [{"type": "blink", "offset": 0, "length": 1}]},
        {"text": "ab", "entities": [{"type": "expandable_blockquote", "offset": 0, "length": 1}]},
        "can't parse MessageEntity: Unsupported type specified",
    ),
    (
        "101 entities",
        {"text": "ab", "entities": [bold(0, 1)] * 101},
        {"text": "ab", "entities": [bold(0, 1)] * 100},
        "ENTITIES_TOO_LONG",
    ),
    (
        "script link",
        {"text": "ab", "entities": [link("javascript:alert(1)//")]},
        {"text": "ab", "entities": [link("https://example.org/")]},
        "entity URL 'javascript:alert(1)//' is invalid: Wrong HTTP URL",
    ),
    (
        "file link",
        {"text": "ab", "entities": [link("ftp://example.org")]},
        {"text": "ab", "entities": [link("tg://user?id=1")]},
        "entity URL 'ftp://example.org' is invalid: Unsupported URL protocol",
    ),
    ("markup language", {"text": "<b>a</b>", "parse_mode": "HTML"}, {"text": "<b>a</b>"}, "the sandbox takes no parse"),
    ("broken entities", {"text": "a", "entities": "[{"}, {"text": "a", "entities": "[]"}, "can't parse entities JSON"),
]
BUTTONS = [
    ("65 bytes", [press("a" * 65)], [press("a" * 64)], "BUTTON_DATA_INVALID"),
    ("bytes, not characters", [press("é" * 33)], [press("é" * 32)], "BUTTON_DATA_INVALID"),
    ("empty data", [press("")], [press("0")], "BUTTON_DATA_INVALID"),
    ("nine in a row", [press()] * 9, [press()] * 8, "reply markup is too long"),
    ("no action", [button()], [press()], "can't parse inline keyboard button: Text buttons are unallowed"),
    ("two actions", [button(url="https://a.example", callback_data="x")], [press()], "can't parse inline keyboard but"),
    (
        "blank label",
        [{"text": " ", "callback_data": "x"}],
        [press()],
        "can't parse inline keyboard button: Text must be",
    ),
    ("no label", [{"callback_data": "x"}], [press()], "can't parse inline keyboard button: Object with a text"),
    (
        "local url",
        [button(url="http://localhost/x")],
        [button(url="http://127.0.0.1:8080/x")],
        "inline keyboard button URL 'http://localhost/x' is invalid: Wrong HTTP URL",
    ),
    (
        "file url",
        [button(url="file:///etc/passwd")],
        [button(url="https://example.org/")],
        "inline keyboard button URL 'file:///etc/passwd' is invalid: Unsupported URL protocol",
    ),
    ("copy nothing", [button(copy_text={"text": ""})], [button(copy_text={"text": "a"})], "BUTTON_COPY_TEXT_INVALID"),
    (
        "script as a web app",
        [button(web_app={"url": "javascript:alert(1)//"})],
        [button(web_app={"url": "https://example.org/"})],
        "inline keyboard button URL 'javascript:alert(1)//' is invalid: Wrong HTTP URL",
    ),
]


@pytest.mark.parametrize(("wrong", "right", "reason"), [row[1:] for row in CONTENT], ids=[row[0] for row in CONTENT])
def test_texts_and_entities(api: Direct, wrong: Json, right: Json, reason: str) -> None:
    chat_id = api.sandbox.desk_id
    assert api.refused("sendMessage", chat_id=chat_id, **wrong).startswith(f"400 Bad Request: {reason}")
    assert api.refused("sendMessage", chat_id=chat_id, **right) == ""


@pytest.mark.parametrize(("wrong", "right", "reason"), [row[1:] for row in BUTTONS], ids=[row[0] for row in BUTTONS])
def test_buttons(api: Direct, wrong: list[Json], right: list[Json], reason: str) -> None:
    chat_id = api.sandbox.desk_id
    refused = api.refused("sendMessage", chat_id=chat_id, text="a", reply_markup=keyboard(wrong))
    assert refused.startswith(f"400 Bad Request: {reason}")
    assert api.refused("sendMessage", chat_id=chat_id, text="a", reply_markup=json.dumps(keyboard(right))) == ""


def test_a_keyboard_holds_a_hundred_buttons(api: Direct) -> None:
    chat_id, rows = api.sandbox.desk_id, [[press()] * 5] * 20
    assert api.refused("sendMessage", chat_id=chat_id, text="a", reply_markup=keyboard(*rows)) == ""
    more = api.refused("sendMessage", chat_id=chat_id, text="a", reply_markup=keyboard(*rows, [press()]))
    assert more == "400 Bad Request: reply markup is too long"


def test_a_caption_is_shorter_than_a_text(api: Direct) -> None:
    file = api.sandbox.world.store_file("feeds.opml", "", b"<opml/>")
    sent: dict[str, object] = {"chat_id": api.sandbox.desk_id, "document": file.id}
    assert api.refused("sendDocument", **sent, caption="😀" * 512) == ""
    assert api.refused("sendDocument", **sent, caption="😀" * 513) == "400 Bad Request: message caption is too long"
    assert api.refused("sendDocument", **sent) == ""


# ---------------------------------------------------------------- where it goes


def blocked(sandbox: Sandbox) -> int:
    sandbox.block(sandbox.desk_id)
    return sandbox.desk_id


def deleted(sandbox: Sandbox) -> int:
    sandbox.deactivate(sandbox.desk_id)
    return sandbox.desk_id


def group(status: Status, *, basic: bool = False) -> Callable[[Sandbox], int]:
    return lambda sandbox: sandbox.add_group("G", bot=status, basic=basic).id


def migrated(sandbox: Sandbox) -> int:
    chat = sandbox.add_group("G", basic=True)
    sandbox.migrate(chat.id)
    return chat.id


def demoted(sandbox: Sandbox) -> int:
    sandbox.set_bot_status(sandbox.channel_id, Status.MEMBER)
    return sandbox.channel_id


CHATS: list[tuple[str, Callable[[Sandbox], object], str]] = [
    ("unknown", lambda sandbox: 77, "400 Bad Request: chat not found"),
    ("empty", lambda sandbox: "", "400 Bad Request: chat_id is empty"),
    ("unknown name", lambda sandbox: "@nobody_here", "400 Bad Request: chat not found"),
    ("never written", lambda sandbox: sandbox.analyst_id, "400 Bad Request: chat not found"),
    ("written", lambda sandbox: sandbox.desk_id, ""),
    ("as a string", lambda sandbox: str(sandbox.desk_id), ""),
    ("channel by name", lambda sandbox: "@Wire_Channel", ""),
    ("channel without rights", demoted, "400 Bad Request: not enough rights to send text messages to the chat"),
    ("blocked", blocked, "403 Forbidden: bot was blocked by the user"),
    ("deleted account", deleted, "403 Forbidden: user is deactivated"),
    ("group", group(Status.MEMBER), ""),
    ("kicked", group(Status.KICKED), "403 Forbidden: bot was kicked from the supergroup chat"),
    (
        "kicked from a basic group",
        group(Status.KICKED, basic=True),
        "403 Forbidden: bot was kicked from the group chat",
    ),
    ("left", group(Status.LEFT), "403 Forbidden: bot is not a member of the supergroup chat"),
    ("muted", group(Status.RESTRICTED), "400 Bad Request: not enough rights to send text messages to the chat"),
    ("upgraded", migrated, "400 Bad Request: group chat was upgraded to a supergroup chat"),
]


@pytest.mark.parametrize(("chat", "refusal"), [row[1:] for row in CHATS], ids=[row[0] for row in CHATS])
def test_chats(api: Direct, chat: Callable[[Sandbox], object], refusal: str) -> None:
    assert api.refused("sendMessage", chat_id=chat(api.sandbox), text="a") == refusal


def test_threads_of_a_forum(api: Direct) -> None:
    chat = api.sandbox.add_group("Forum", topics=("Sahel", "Levant"))
    sahel, levant = chat.topics
    api.sandbox.close_topic(chat.id, levant)

    def to(thread_id: int) -> str:
        return api.refused("sendMessage", chat_id=chat.id, text="a", message_thread_id=thread_id)

    assert to(sahel) == ""
    assert to(levant) == "400 Bad Request: TOPIC_CLOSED"
    assert to(99) == "400 Bad Request: message thread not found"


@pytest.mark.parametrize(
    ("status", "lacks", "name", "answer"),
    [
        (Status.ADMINISTRATOR, (), "Sahel", ""),
        (Status.ADMINISTRATOR, ("can_manage_topics",), "Sahel", "400 Bad Request: not enough rights to create a topic"),
        (Status.MEMBER, (), "Sahel", "400 Bad Request: not enough rights to create a topic"),
        (Status.ADMINISTRATOR, (), "", "400 Bad Request: TOPIC_TITLE_EMPTY"),
        (Status.ADMINISTRATOR, (), "x" * 129, "400 Bad Request: TOPIC_TITLE_INVALID"),
    ],
)
def test_topics_are_made_by_who_may(
    api: Direct, status: Status, lacks: tuple[str, ...], name: str, answer: str
) -> None:
    chat = api.sandbox.add_group("Forum", topics=("Levant",))
    api.sandbox.set_bot_status(chat.id, status, lacks=frozenset(lacks))
    assert api.refused("createForumTopic", chat_id=chat.id, name=name) == answer
    assert (list(chat.topics.values()) == ["Levant", "Sahel"]) == (not answer)


def test_a_group_without_topics_has_none_made(api: Direct) -> None:
    api.sandbox.set_bot_status(api.sandbox.group_id, Status.ADMINISTRATOR)
    refused = api.refused("createForumTopic", chat_id=api.sandbox.group_id, name="Sahel")
    assert refused == "400 Bad Request: the chat is not a forum"


def test_a_channel_where_the_bot_may_not_post(api: Direct) -> None:
    channel = api.sandbox.channel_id
    api.sandbox.set_bot_status(channel, Status.ADMINISTRATOR, lacks=frozenset({"can_post_messages"}))
    assert "not enough rights" in api.refused("sendMessage", chat_id=channel, text="a")
    api.sandbox.set_bot_status(channel, Status.ADMINISTRATOR)
    assert api.refused("sendMessage", chat_id=channel, text="a") == ""


def test_replies(api: Direct) -> None:
    chat_id = api.sandbox.desk_id

    def to(**reply: object) -> str:
        return api.refused("sendMessage", chat_id=chat_id, text="a", reply_parameters=reply)

    assert to(message_id=1) == ""
    assert to(message_id=999) == "400 Bad Request: message to be replied not found"
    assert to(message_id=999, allow_sending_without_reply=True) == ""
    assert to(message_id=1, quote="start") == ""
    assert to(message_id=1, quote="never said") == "400 Bad Request: QUOTE_TEXT_INVALID"


# ---------------------------------------------------------------- edits, deletions, answers


def test_an_edit_must_change_something(api: Direct) -> None:
    chat_id = api.sandbox.desk_id
    sent = api.message("sendMessage", chat_id=chat_id, text="a", reply_markup=keyboard([press()]))

    def edit(**values: object) -> str:
        return api.refused("editMessageText", chat_id=chat_id, message_id=sent["message_id"], **values)

    assert edit(text="a", reply_markup=keyboard([press()])).startswith(MODIFIED)
    assert edit(text=" a ", reply_markup=keyboard([press()])).startswith(MODIFIED)
    assert edit(text="b", reply_markup=keyboard([press()])) == ""
    assert edit(text="b") == "", "taking the keyboard away is a change"
    assert edit(text="b", entities=[bold(0, 1)]) == "", "so is making it bold"


def test_only_own_messages_can_be_edited(api: Direct) -> None:
    chat_id = api.sandbox.desk_id
    own = api.message("sendMessage", chat_id=chat_id, text="a")["message_id"]
    picture = api.sandbox.world.store_file("a.txt", "", b"a")
    document = api.message("sendDocument", chat_id=chat_id, document=picture.id)["message_id"]

    def edit(message_id: object, method: str = "editMessageText") -> str:
        return api.refused(method, chat_id=chat_id, message_id=message_id, text="b", caption="b")

    assert edit(own) == ""
    assert edit(1) == "400 Bad Request: message can't be edited"
    assert edit(999) == "400 Bad Request: message to edit not found"
    assert edit("") == "400 Bad Request: message identifier is not specified"
    assert edit(document) == "400 Bad Request: there is no text in the message to edit"
    assert edit(document, "editMessageCaption") == ""
    assert edit(own, "editMessageCaption") == "400 Bad Request: there is no caption in the message to edit"


def test_deleting(api: Direct, clock: StoppedClock) -> None:
    sandbox = api.sandbox
    own = api.message("sendMessage", chat_id=sandbox.desk_id, text="a")["message_id"]
    foreign = sandbox.say(sandbox.desk_id, "/help", chat_id=sandbox.group_id).id

    def delete(chat_id: int, message_id: object) -> str:
        return api.refused("deleteMessage", chat_id=chat_id, message_id=message_id)

    assert delete(sandbox.desk_id, own) == ""
    assert delete(sandbox.desk_id, own) == "400 Bad Request: message to delete not found"
    assert delete(sandbox.group_id, foreign) == "400 Bad Request: message can't be deleted"
    sandbox.set_bot_status(sandbox.group_id, Status.ADMINISTRATOR)
    clock.forward(49 * 3600)
    assert delete(sandbox.group_id, foreign) == "400 Bad Request: message can't be deleted for everyone"
    fresh = sandbox.say(sandbox.desk_id, "/help", chat_id=sandbox.group_id).id
    assert delete(sandbox.group_id, fresh) == ""


def test_a_pressed_button_is_answered_once_and_soon(api: Direct, clock: StoppedClock) -> None:
    sandbox = api.sandbox
    sent = api.message("sendMessage", chat_id=sandbox.desk_id, text="a", reply_markup=keyboard([press()]))
    message_id = sent["message_id"]
    assert isinstance(message_id, int)

    def answer(query_id: str, text: str = "") -> str:
        return api.refused("answerCallbackQuery", callback_query_id=query_id, text=text)

    old = "400 Bad Request: query is too old and response timeout expired or query ID is invalid"
    query = sandbox.press(sandbox.desk_id, message_id, "Go")
    assert answer(query.id, "a" * 201) == "400 Bad Request: MESSAGE_TOO_LONG"
    assert answer(query.id, "a" * 200) == ""
    assert answer(query.id) == old
    assert answer("12345") == old
    late = sandbox.press(sandbox.desk_id, message_id, "Go")
    clock.forward(61)
    assert answer(late.id) == old


def test_pinning_needs_rights_in_a_group(api: Direct) -> None:
    sandbox = api.sandbox
    message_id = sandbox.say(sandbox.desk_id, "/help", chat_id=sandbox.group_id).id

    def pin() -> str:
        return api.refused("pinChatMessage", chat_id=sandbox.group_id, message_id=message_id)

    assert pin() == "400 Bad Request: not enough rights to manage pinned messages in the chat"
    sandbox.set_bot_status(sandbox.group_id, Status.ADMINISTRATOR)
    assert pin() == ""
    assert sandbox.chat(sandbox.group_id).pinned == message_id
    assert api.refused("unpinChatMessage", chat_id=sandbox.group_id, message_id=message_id) == ""
    assert sandbox.chat(sandbox.group_id).pinned is None


COMMANDS = [
    ("capitals", [{"command": "Help", "description": "a"}], "BOT_COMMAND_INVALID"),
    ("33 letters", [{"command": "a" * 33, "description": "a"}], "BOT_COMMAND_INVALID"),
    ("32 letters", [{"command": "a" * 32, "description": "a"}], ""),
    ("slash", [{"command": "/help", "description": "a"}], ""),
    ("no description", [{"command": "help", "description": " "}], "BOT_COMMAND_DESCRIPTION_INVALID"),
    ("257", [{"command": "help", "description": "a" * 257}], "BOT_COMMAND_DESCRIPTION_INVALID"),
    ("256", [{"command": "help", "description": "a" * 256}], ""),
    ("101 commands", [{"command": "help", "description": "a"}] * 101, "BOT_COMMANDS_TOO_MUCH"),
    ("100 commands", [{"command": "help", "description": "a"}] * 100, ""),
]


@pytest.mark.parametrize(("commands", "reason"), [row[1:] for row in COMMANDS], ids=[row[0] for row in COMMANDS])
def test_command_lists(api: Direct, commands: list[Json], reason: str) -> None:
    refused = api.refused("setMyCommands", commands=commands)
    assert refused == (f"400 Bad Request: {reason}" if reason else "")


def test_the_bots_own_texts_have_limits(api: Direct) -> None:
    for method, field, limit in (
        ("setMyName", "name", 64),
        ("setMyDescription", "description", 512),
        ("setMyShortDescription", "short_description", 120),
    ):
        assert api.refused(method, **{field: "a" * limit}) == ""
        assert api.refused(method, **{field: "a" * (limit + 1)}).endswith("is too long")


def test_pictures_must_be_pictures(api: Direct) -> None:
    store, chat_id = api.sandbox.world.store_file, api.sandbox.desk_id
    png = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
    fits = store("a.png", "", png + (640).to_bytes(4) + (360).to_bytes(4))
    wide = store("b.png", "", png + (4200).to_bytes(4) + (200).to_bytes(4))
    text = store("c.png", "", b"no picture at all")
    assert api.refused("sendPhoto", chat_id=chat_id, photo=fits.id) == ""
    assert api.refused("sendPhoto", chat_id=chat_id, photo=wide.id) == "400 Bad Request: PHOTO_INVALID_DIMENSIONS"
    assert api.refused("sendPhoto", chat_id=chat_id, photo=text.id) == "400 Bad Request: IMAGE_PROCESS_FAILED"
    assert api.refused("sendPhoto", chat_id=chat_id) == "400 Bad Request: there is no photo in the request"
    unknown = api.refused("sendPhoto", chat_id=chat_id, photo="AgAD")
    assert unknown == "400 Bad Request: wrong file identifier/HTTP URL specified"
