/** Writes the texts of the status line and of the frames. */
import {addressText} from '../../../protocol/address.ts';
import {kindOf} from '../../../protocol/conversation-kind.ts';
import type {ConversationId} from '../../../protocol/names.ts';
import {MAX_CODE_POINTS, quotation, safeText, type SafeText} from '../../../protocol/text.ts';
import {commandsFor} from '../../commands/administration.ts';
import {commands} from '../../commands/index.ts';
import {hintFor} from '../../commands/line.ts';
import type {LinkStatus} from '../model/link.ts';
import {labelOf} from '../chats/contacts.ts';
import {chatIn, openConversation, partnerIn, unsentOf} from '../chats/conversations.ts';
import {composingForms} from '../chats/composing.ts';
import {pendingForms} from '../dialogs/pending-dialogs.ts';
import {lineOf} from '../../../terminal/editor.ts';
import {askedForms} from '../exchange/asking.ts';
import {ownPresence} from '../presence/people.ts';
import {barOf} from '../keyboard/scope.ts';
import {privateHeading} from './private-heading.ts';
import type {Person, State} from '../model/state.ts';
import {spanText} from '../text/time.ts';

/** `alice@127.0.0.1:10001`, and the status of the link. */
type Status = {
	readonly who: SafeText;
	readonly link: LinkStatus['status'];
	readonly text: SafeText;
	/** Status message, more important than any other part of the line; `shorter`: the same in fewer and fewer words. */
	readonly message?: SafeText;
	readonly shorter: readonly SafeText[];
};

export function statusOf(state: State): Status {
	const {me, link, statusMessage} = state;
	const [message, ...shorter] = statusMessage
		? [statusMessage]
		: (composingForms(state) ?? askedForms(state) ?? pendingForms(state) ?? []);
	const unsent = unsentOf(state);
	const waiting = unsent === 0 ? '' : `, ${unsent} to send`;
	const own = ownPresence(state);
	const presence = link.status === 'online' && own !== 'online' && own !== 'offline' ? `, ${own}` : '';
	return {
		who: me ? safeText`${me.user}@${addressText(me.address)}` : safeText`chat-tui`,
		link: link.status,
		text: linkText(link, state.now, safeText`${presence}${waiting}`),
		...(message && {message}),
		shorter,
	};
}

/** Formats the status of the link; the reason, which may be long, comes last. */
function linkText(link: LinkStatus, now: number, waiting: SafeText): SafeText {
	switch (link.status) {
		case 'online':
			return link.isStoring === false
				? safeText`server cannot store now${waiting}`
				: safeText`connected${waiting}`;
		case 'connecting':
			return safeText`connecting…${waiting}`;
		case 'stopped':
			return safeText`${link.reason ?? 'not connected'}${waiting}`;
		case 'waiting': {
			const seconds = Math.max(0, Math.ceil((link.retryAt - now) / 1000));
			return safeText`next try in ${seconds} s${waiting}. ${link.reason}`;
		}
		default:
			return link satisfies never;
	}
}

/** Formats the title of the transcript: `bob ● online · chat #3`, `#build · the topic`. */
export function headingOf(state: State): SafeText {
	const {open} = state;
	if (open === undefined) return safeText`chat-tui`;
	const label = labelOf(state, open);
	const topic = state.conversations.get(open)?.topic ?? '';
	const kind = kindOf(open);
	switch (kind) {
		case 'room':
			return topic === '' ? label : safeText`${label} · ${quotation(topic)}`;
		case 'direct':
			return safeText`${[label, ...partnerParts(state, open)].join(' ')}`;
		case 'notes':
		case 'broadcasts':
			return label;
		case 'private':
			return privateHeading(state, open);
		default:
			return kind satisfies never;
	}
}

/** Formats the presence of the partner, if known, and the number of the open chat session. */
function partnerParts(state: State, id: ConversationId): readonly string[] {
	const other = partnerIn(state, id);
	const person = other && state.people.get(other);
	const chat = chatIn(state, id);
	if (other && state.deleted.has(other)) return ['(account deleted)'];
	return [...(person ? [presenceText(person, state.now)] : []), ...(chat ? [`· chat #${chat.number}`] : [])];
}

const signs: Readonly<Record<Person['presence'], string>> = {online: '●', away: '◐', busy: '⊘', offline: '○'};

function presenceText({presence, since, awayText}: Person, now: number): SafeText {
	if (presence === 'offline' && since > 0)
		return safeText`${signs.offline} offline for ${spanText(Math.max(60_000, now - since))}`;
	return safeText`${signs[presence]} ${presence}${awayText === undefined ? '' : safeText`: ${quotation(awayText)}`}`;
}

/** Formats the text beside the command bar: completion candidates, the current one first, or the command's usage. */
export function commandUsage(state: State): SafeText | undefined {
	const {completion} = state;
	if (completion) {
		const {candidates, chosen} = completion;
		return safeText`${[...candidates.slice(chosen), ...candidates.slice(0, chosen)].join('  ')}`;
	}

	const line = lineOf(barOf(state));
	return hintFor(line, commandsFor(state.me, commands)) ?? lengthText(line);
}

/** Code points from which on a message is counted. */
const NEARLY_FULL = MAX_CODE_POINTS * 0.9;

/** Formats `3950 of 4000 characters` near the limit of a message. */
function lengthText(line: string): SafeText | undefined {
	if (line.length < NEARLY_FULL) return undefined;
	const {length} = [...line];
	if (length < NEARLY_FULL) return undefined;
	const over = length - MAX_CODE_POINTS;
	return over > 0
		? safeText`${over} characters too many`
		: safeText`${length} of ${MAX_CODE_POINTS} characters`;
}

/** Counts the messages below the screen; 0 if the newest one is shown. */
export function belowScreen(state: State): number {
	const conversation = openConversation(state);
	if (!conversation || conversation.anchor === 'end') return 0;
	return Math.max(0, conversation.last - conversation.anchor.sequence);
}
