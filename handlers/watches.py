"""Taps that change or explain what a chat follows: follow, unfollow, mute, why. Only this chat's own."""

from __future__ import annotations

from bot.errors import NotFound, NotKept
from bot.model import Alert, Button, Exclude, ExcludeKind, Item, Subscription
from bot.render import actions as do
from bot.render import alert as render
from bot.render import follow as render_follow
from bot.render import pieces, why
from bot.render import watch as watch_screen
from bot.render.buttons import decode, swapped
from bot.render.labels import label
from bot.render.modes import tuned
from bot.text import one_line, shorten
from bot.understand.news.importance import importance
from handlers import follow
from handlers.context import Call, Keyboard, New, Reply, Rows, country_name

_PARTNERS = 6  # offered for a pair
_GONE = "not this chat's, or gone"


async def act(call: Call, action: do.Action) -> Reply:
    """NotFound for whatever is not this chat's, or is there no more."""
    match action:
        case do.Follow():
            return await _follow(call, action)
        case do.Unfollow():
            return await _unfollow(call, action)
        case do.SetMode(subscription_id, mode):
            followed = await call.services.follow.set_mode(call.chat.chat_id, subscription_id, mode, call.now)
            if followed is None:
                raise NotFound(_GONE)
            return await follow.confirmed(call, followed)
        case do.Tune():
            return await _tune(call, action)
        case do.EditWatch(subscription_id):
            return await _edit(call, subscription_id)
        case do.EditPart(subscription_id, part):
            return watch_screen.part(await _watch(call, subscription_id), part)
        case do.PairWith(subscription_id):
            return await _pair_with(call, subscription_id)
        case do.MuteMenu(alert_id):
            return await _mute_menu(call, alert_id)
        case do.AlertMenu(alert_id):
            return Keyboard(await _alert_rows(call, alert_id))
        case do.Mute():
            return await _mute(call, action)
        case do.Why(alert_id):
            alert, item = await _alert(call, alert_id)
            found = await call.services.follow.why(call.chat.chat_id, alert.subscription_ids, item)
            story = await call.services.archive.story(item.story_id)
            weight = importance(story) if story is not None else None
            return New(why.why(item, found, item.story_id, weight=weight, country_name=country_name))
        case do.Leave():
            return await _leave(call, action)
    raise NotFound(_GONE)


async def _follow(call: Call, action: do.Follow) -> Reply:
    names = call.services.follow.names
    subjects = tuple([await names.subject(kind, value) for kind, value in action.targets])
    usual = action.mode == do.USUAL and action.place is not do.Place.LIST
    mode = (await follow.this_chat(call)).usual if usual else action.mode
    if action.place is do.Place.NEW:
        return await follow.watch(call, subjects, mode)
    followed = await call.services.follow.follow(call.chat, subjects, mode, call.now)
    if action.place is do.Place.LIST:
        return await follow.listed(call, 0)
    name = label(followed.subscription)
    other = pieces.unfollow_button(name, followed.subscription.id)
    return Keyboard(swapped(call.keyboard, call.tapped, other), f"✓ You follow {name}.")


async def _tune(call: Call, action: do.Tune) -> Reply:
    """One thing is changed, whatever else was changed since the button was made."""
    before = await call.services.follow.watch(call.chat.chat_id, action.subscription_id)
    changed = await call.services.follow.change(
        call.chat.chat_id, action.subscription_id, lambda mode: tuned(mode, action.what)
    )
    if before is None or changed is None:
        raise NotFound(_GONE)
    if action.place is do.Place.BUTTON:
        return _calm(call, before, changed)
    if action.place is do.Place.NEW:
        return await follow.confirmed(call, await call.services.follow.previewed(changed, call.now))
    return await follow.screen(call, changed)


async def _leave(call: Call, action: do.Leave) -> Reply:
    """The button becomes its opposite."""
    watch = await _watch(call, action.subscription_id)
    known = next((one for one in watch.excludes if (one.kind, one.value) == (action.kind, action.value)), None)
    exclude = known or Exclude(action.kind, action.value, await _called(call, action))
    changed = await call.services.follow.leave(call.chat.chat_id, action.subscription_id, exclude, action.on, call.now)
    if changed is None:
        raise NotFound(_GONE)
    rows = swapped(call.keyboard, call.tapped, why.exclude_button(changed, exclude))
    return Keyboard(rows, why.excluded(changed, exclude, action.on))


async def _called(call: Call, action: do.Leave) -> str:
    """What people read of it."""
    match action.kind:
        case ExcludeKind.ACTOR:
            return (await call.services.follow.names.actor(action.value)).name
        case ExcludeKind.COUNTRY:
            return country_name(action.value)
        case ExcludeKind.PUBLISHER:
            return call.pressed.removeprefix("Not from ") or action.value
        case ExcludeKind.STORY:
            story = await call.services.archive.story(int(action.value))
            return shorten(one_line(story.title), 60) if story is not None else action.value


def _calm(call: Call, before: Subscription, changed: Subscription) -> Reply:
    """Less like this, or as much as before; the button becomes its opposite."""
    was, is_now = before.mode.minimum, changed.mode.minimum
    undo = is_now > was
    other = why.undo_calm_button(changed, was) if undo else why.calm_button(changed, was)
    said = f"{label(changed)}: only what matters {is_now} of 10 or more." if is_now else f"{label(changed)}: all again."
    return Keyboard(swapped(call.keyboard, call.tapped, other), said)


async def _edit(call: Call, subscription_id: int) -> Reply:
    watch = await _watch(call, subscription_id)
    return await follow.screen(call, watch)


async def _pair_with(call: Call, subscription_id: int) -> Reply:
    """What was together with it in the news."""
    watch = await _watch(call, subscription_id)
    if not watch_screen.single(watch):
        raise NotFound(_GONE)
    return watch_screen.pair_with(watch, await call.services.stories.companions(watch.subjects[0], call.now, _PARTNERS))


async def _watch(call: Call, subscription_id: int) -> Subscription:
    watch = await call.services.follow.watch(call.chat.chat_id, subscription_id)
    if watch is None:
        raise NotFound(_GONE)
    return watch


async def _unfollow(call: Call, action: do.Unfollow) -> Reply:
    ended = await call.services.follow.unfollow(call.chat.chat_id, action.subscription_id)
    if ended is None:
        raise NotFound(_GONE)
    if action.place is do.Place.LIST:
        return await follow.listed(call, action.page, ended)
    if action.place is do.Place.NEW:
        return render_follow.unfollowed(ended)
    return Keyboard(swapped(call.keyboard, call.tapped, render_follow.refollow_button(ended)), _ended(ended))


async def _mute(call: Call, action: do.Mute) -> Reply:
    if action.hours == 0:
        return await _mute_for_ever(call, action.subscription_id)
    chat_id = call.chat.chat_id
    watch = await call.services.follow.mute(chat_id, action.subscription_id, action.hours, call.now)
    if watch is None:
        raise NotFound(_GONE)
    if action.hours > 0:
        rows = _with(await _own_rows(call), render_follow.unmute_button(watch))
        return Keyboard(rows, render_follow.quiet(watch, call.now))
    page = _list_page(call)
    if page is not None:
        return await follow.listed(call, page)
    return Keyboard(swapped(call.keyboard, call.tapped, None), f"{label(watch)} is heard again.")


async def _mute_for_ever(call: Call, subscription_id: int) -> Reply:
    """That is to unfollow, with the way back at hand."""
    rows = await _own_rows(call)
    ended = await call.services.follow.unfollow(call.chat.chat_id, subscription_id)
    if ended is None:
        raise NotFound(_GONE)
    return Keyboard(_with(rows, render_follow.refollow_button(ended)), _ended(ended))


async def _mute_menu(call: Call, alert_id: int) -> Reply:
    alert, item = await _alert(call, alert_id)
    found = await call.services.follow.why(call.chat.chat_id, alert.subscription_ids, item)
    if not found:
        raise NotFound(_GONE)
    return Keyboard(render.mute_buttons(alert_id, [match.subscription for match in found]))


async def _alert(call: Call, alert_id: int) -> tuple[Alert, Item]:
    """The alert, if this chat got it, and its item."""
    alert = await call.services.outbox.alert(alert_id)
    if alert is None:
        raise NotKept(_GONE)
    if alert.chat.chat_id != call.chat.chat_id:
        raise NotFound(_GONE)
    item = await call.services.archive.get(alert.item_id) if alert.item_id is not None else None
    if item is None:
        raise NotKept(_GONE)
    return alert, item


async def _alert_rows(call: Call, alert_id: int) -> Rows:
    _, item = await _alert(call, alert_id)
    story = await call.services.archive.story(item.story_id)
    following = await call.services.follow.following(call.chat.chat_id)
    return render.alert_buttons(alert_id, item, story, following, country_name)


async def _own_rows(call: Call) -> Rows:
    """The keyboard of the alert that the mute menu was opened under; the present one where there is none."""
    for row in call.keyboard:
        for key in row:
            if isinstance(action := decode(key.data or ""), do.AlertMenu):
                return await _alert_rows(call, action.alert_id)
    return call.keyboard


def _list_page(call: Call) -> int | None:
    """The page of the list of watches that the button stood in; None when it stood elsewhere."""
    actions = (decode(key.data or "") for row in call.keyboard for key in row)
    pages = (action.page for action in actions if isinstance(action, do.Unfollow) and action.place is do.Place.LIST)
    return next(pages, None)


def _with(rows: Rows, button: Button | None) -> Rows:
    return (*rows, (button,)) if button else rows


def _ended(watch: Subscription) -> str:
    return f"You do not follow {label(watch)} any more."
