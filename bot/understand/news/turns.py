"""Turns a story takes, by kind: somebody dies, resigns, is arrested, denies, agrees, a truce begins, a vote is lost.

Two readings of a kind: words that say it happens, and all words by which a text shows that it knows of it. English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bot.understand.happenings import stance
from bot.understand.happenings.stance import Stance

# kind | verbs and predicates that say it happens | further words that show it is known. "_" is a blank; a verb is given
# in the forms that say it of the news: present, past, and behind a noun ("X dead").
_TURNS = r"""
dies | dies died found_dead shot_dead (?:is|are|was|were|been)_(?:shot_)?killed (?:kills|killed|killing|claims|claimed)_(?:at_least_|more_than_|some_|about_)?(?:\d+|N|people|civilians|soldiers|police|children|students|commander|general|leader|dozens|hundreds|scores) (?:\d+|N)_(?:people_)?(?:killed|dead) leaves_(?:at_least_)?(?:\d+|N)_dead assassinated | dead death deaths die dies dying killing killed kill kills slain slaying fatal fatally murder\w* bodies body funeral mourn\w* assassinat\w+ killer li(?:fe|ves) toll casualt\w+ perish\w+ obituar\w+ drown\w* execut\w+ late
resigns | resigns resigned steps_down stepped_down stepping_down quits announces_resignation announced_(?:his|her|their)_resignation submitted_(?:his|her|their)_resignation tendered_(?:his|her)_resignation | resign\w* step_down quit quitting leav\w+ left departure exit\w* ouster oust\w* depart\w*
is fired | (?:is|was|were|been|gets|got)_(?:fired|sacked|dismissed|ousted) fires sacks ousts | fired sacked dismissed ousted firing sack dismissal ouster oust\w* firing to_fire remov\w+ terminat\w+ axed replac\w+ resign\w* vot\w+
is arrested | arrested arrests arrest_of detained detains (?:is|are|was|were)_in_custody taken_into_custody | arrest custody jail\w* detention caught captur\w+ held suspect\w* charg\w+
is charged | (?:is|are|was|were|been)_(?:charged|indicted) (?:charges|indicts|charged|indicted)_[A-Z]\w+ prosecutors_(?:charge|charged|indict|indicted) | indict\w* charg\w+ accus\w+ prosecut\w+ counts?
is convicted | (?:is|are|was|were|been)_(?:convicted|found_guilty) found_guilty pleads_guilty pleaded_guilty pled_guilty (?:jury|court|judge)_convict(?:s|ed) | convict\w* guilty verdict sentenc\w+
is sentenced | (?:is|are|was|were|been|gets|got)_(?:sentenced|jailed) sentences_(?:\w+_){1,4}to jails sentenced_to | sentenc\w+ prison jail\w* years
is acquitted | (?:is|are|was|were|been)_acquitted acquitted acquits | acquit\w* clear\w+ not_guilty exonerat\w+
denies | denies denied | deny denying denial denials reject\w* dismiss\w+ refut\w+ disput\w+ insist\w* rebuff\w* disavow\w* pushes_back not_true false
claims it | claims_responsibility claimed_responsibility | responsibility
agrees | (?:reach|reaches|reached|strike|strikes|struck|seal|seals|sealed|sign|signs|signed|clinch\w*)_(?:a_|an_|the_)?(?:\w+_){0,2}(?:deal|agreement|accord|pact|treaty|truce) agree(?:s|d)?_(?:to|on)_(?:a_|an_|the_)?(?:\w+_){0,2}(?:ceasefire|cease-fire|truce|deal|terms|talks|extension|plan|roadmap|framework|treaty|text) agree(?:s|d)?_to_(?:restore|resume|normali[sz]e|end|halt|stop|extend|renew|open|reopen|establish|set_up|start|begin|launch|exchange|free|release|lift|draft|form|withdraw|share|buy|acquire|sell|merge|take_over) | agree\w* deals? pact accords? accept\w* treaty sign\w* compromise settle\w* breakthrough
rejects | rejects rejected turns_down turned_down rebuffs rebuffed votes_down voted_down | reject\w* refus\w+ veto\w* oppos\w+ defeat\w* block\w* den\w+ declin\w+ dismiss\w+ fail\w* against criticis\w+ criticiz\w+ condemn\w* slam\w* blast\w* vot\w+ no
vetoes | vetoes vetoed | veto\w*
truce | (?:ceasefire|cease-fire|truce)_(?:begins|began|takes_effect|took_effect|takes_hold|in_effect|holds|comes_into_force|came_into_force|declared|agreed|announced) (?:declare|declares|declared|announce|announces|announced)_(?:a_|an_)?(?:\w+_){0,2}(?:ceasefire|cease-fire|truce) | ceasefires? cease-fires? truces? armistice lull halt\w* pause
truce broken | (?:ceasefire|truce)_(?:collapses|collapsed|broken|breaks_down|broke_down|ends|ended) (?:breaks|broke|violates|violated)_(?:the_|a_)?(?:ceasefire|truce) | collaps\w+ breach\w* violat\w+ break\w* broke broken end\w*
is freed | freed frees (?:hostages?|prisoners?|detainees?|captives?|journalists?|suspects?|activists?|students?|girls?|workers?|crew|sailors?|soldiers?|man|woman|boys?|he|she|they)_(?:(?:is|are|was|were|have_been|has_been)_)?(?:released|rescued) releas(?:es|ed)_(?:\S+_){0,3}(?:hostages?|prisoners?|detainees?|captives?) released_(?:from_(?:prison|jail|custody|captivity|detention|house_arrest)|on_bail|on_bond) set_free walks_free granted_bail rescued | fre[ei]\w* releas\w+ rescu\w+ bail liberat\w+
sanctions | impos(?:e|es|ed)_(?:\w+_){0,2}sanctions sanctioned blacklists blacklisted impos(?:e|es|ed)_(?:\w+_){0,2}tariffs slaps_(?:\w+_){0,2}(?:sanctions|tariffs) | sanction\w* blacklist\w* tariffs? embargo\w* penalt\w+ punish\w* retaliat\w* measures levies duties
lifts sanctions | (?:lift|lifts|lifted|eases|eased|drops|dropped|removes|removed)_(?:\w+_){0,3}(?:sanctions|embargo|restrictions|ban|tariffs|curfew|blockade|siege) | lift\w* eas\w+ remov\w+ end\w* reopen\w* relax\w* drop\w*
withdraws | withdraws withdrew (?:troops|forces|army|rebels)_(?:withdrawn|pull_out|pulled_out|pull_back) pulls_(?:its_)?(?:troops_)?out drops_out dropped_out ends_(?:his|her)_(?:bid|campaign) suspends_(?:his|her|presidential)_campaign suspended_(?:his|her)_campaign | withdraw\w* withdrew pull\w* drop\w* exit\w* leav\w+ retreat\w* quit\w* suspend\w* bow\w* end\w*
is called off | (?:is|are|was|were|been)_(?:called_off|cancelled|canceled|scrapped|postponed) calls_off called_off cancels scraps postpones | cancel\w* postpon\w* delay\w* scrap\w* suspend\w* axed reschedul\w* call\w* off
wins | wins won elected re-elected declared_winner | win winner winning wins won victor\w* (?:re-)?elected defeat\w* triumph\w* beat\w* landslide projected_winner declared_winner surviv\w+ finish\w*_first (?:comes|came)_first tops majority
concedes | concedes conceded | conced\w+ concession defeat los\w+
passes | pass(?:es|ed)_(?:a_|the_|its_)?(?:\w+_)?(?:law|bill|budget|reform) (?:senate|house|congress|parliament|lawmakers|mps|duma|knesset|assembly)_(?:approves|approved|passes|passed|ratifies|ratified) signs_(?:\S+_){0,4}into_law signed_(?:\S+_){0,4}into_law | approv(?:e|es|ed|al) pass(?:es|ed|age) voted ratif(?:ies|ied) adopt(?:s|ed) signed greenlight\w* cleared confirmed
is blocked | (?:judge|court)_(?:blocks|blocked|halts|halted|strikes_down|struck_down|overturns|overturned|suspends|suspended) | block\w* halt\w* ban\w* overturn\w* suspen\w+ injunction str\w*_down stay stop\w* freez\w+ rul\w+ reject\w*
declares emergency | declar(?:e|es|ed)_(?:a_)?(?:\w+_)?state_of_(?:\w+_)?emergency declar(?:e|es|ed)_(?:an_)?emergency declar(?:e|es|ed)_martial_law | emergency martial
cuts ties | expels_(?:\w+_){0,3}(?:diplomats?|ambassador) expelled_(?:\w+_){0,3}(?:diplomats?|ambassador) recall(?:s|ed)_(?:its_|the_)?ambassador (?:cuts|cut|severs|severed)_(?:\w+_)?ties | expul\w+ expel\w* recall\w* sever\w* ties ambassador\w*
strikes back | retaliates retaliated hits_back strikes_back fires_back | retaliat\w+ respon\w+ reveng\w* back counter\w*
surrenders | surrenders surrendered turns_(?:him|her)self_in turned_(?:him|her)self_in | surrender\w* turn\w* capitulat\w+ arrest\w* custody
is found | found_alive found_safe | found find\w* recover\w* discover\w* locat\w+ rescu\w*
is appointed | (?:is|was|been)_(?:appointed|sworn_in|nominated) appoints nominates sworn_in_as | appoint\w* nominat\w+ nominee pick\w* tap\w* sworn swear\w* choos\w+ chos\w+ nam\w+ successor replac\w* elect\w* government confirm\w*
is impeached | impeached impeaches | impeach\w*
is overthrown | seiz(?:es|ed)_power oust(?:s|ed)?_(?:\w+_){0,2}(?:president|leader|ruler|government|junta) overthrown overthrows toppled topples | coup overthr\w* toppl\w+ junta putsch oust\w* seiz\w+ depos\w+
invades | invades invaded launch(?:es|ed)_(?:a_|an_|its_)?(?:\w+_){0,2}(?:offensive|invasion|incursion) | inva\w+ offensive incursion operation attack\w* assault\w*
signs | sign(?:s|ed)?_(?:a_|an_|the_)?(?:\w+_){0,3}(?:deal|agreement|accord|pact|treaty|truce) | signed
is suspended | (?:is|are|was|were|been|officials?|officers?|ministers?|judges?)_suspended | suspend(?:s|ed|ing) suspension
strike ends | (?:ends|ended|end|call_off|calls_off|called_off)_(?:a_|an_|the_|their_|its_)?(?:\w+_){0,2}(?:strike|walkout|lockout) | (?:strike|walkout|lockout)_(?:is_|was_)?(?:over|ends|ended) back_to_work returned_to_work
attempts suicide | attempt(?:s|ed)_suicide tri(?:es|ed)_to_kill_(?:him|her)self | suicide
is in hospital | hospitali[sz]ed (?:taken|rushed|admitted)_to_(?:a_|the_)?hospital tests_positive tested_positive | hospital\w* positive ill\w* surgery treat\w* condition injur\w* wound\w*
"""  # noqa: E501 - a table, a row a kind


_NUMBER = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|dozens|scores|hundreds)"


@dataclass(frozen=True, slots=True)
class Turn:
    """`start`, `end`: the words that say it, in characters."""

    kind: str
    start: int
    end: int
    stance: Stance


@dataclass(frozen=True, slots=True)
class Kind:
    """The words that say that it happens, and all that show that a text knows of it."""

    says: re.Pattern[str]
    knows: re.Pattern[str]


@cache
def kinds() -> dict[str, Kind]:
    """Every kind of turn, by its name."""
    found = {}
    for row in _TURNS.strip().splitlines():
        kind, says, knows = (part.strip() for part in row.split(" | "))
        found[kind] = Kind(_words(says), _words(f"{says} {knows}"))
    return found


def _words(phrases: str) -> re.Pattern[str]:
    alternatives = "|".join(
        phrase.replace("_", r"\s+").replace("N", _NUMBER) for phrase in sorted(phrases.split(), key=len, reverse=True)
    )
    return re.compile(rf"(?<![\w-])(?:{alternatives})(?![\w-]|['’]t)", re.IGNORECASE)


def turns(sentence: str) -> Iterator[Turn]:
    """Every kind that the sentence speaks of as an act, the first time it does so as a fact, else the first time."""
    for kind, words in kinds().items():
        found = [_turn(kind, sentence, match) for match in words.says.finditer(sentence)]
        if found:
            yield next((turn for turn in found if turn.stance is Stance.STATED), found[0])


def _turn(kind: str, sentence: str, match: re.Match[str]) -> Turn:
    # "was killed": the verb's group is what stands before its own auxiliary.
    return Turn(kind, match.start(), match.end(), stance.of_verb(sentence, match.start()))
