/** Decides on changes of messages: edits, deletions, reactions and pins, and reads what has changed. */
import {MAX_PINS, MAX_PAGE_BYTES} from '../../../protocol/bounds.ts';
import {hasRoom} from '../../../protocol/apply-change.ts';
import {MAX_PAGE_CHANGED, type Change} from '../../../protocol/changes.ts';
import {isRoom, traitsOf} from '../../../protocol/conversation-kind.ts';
import type {Message} from '../../../protocol/messages.ts';
import type {ConversationId, UserName} from '../../../protocol/names.ts';
import type {RequestOf} from '../../../protocol/index.ts';
import {refuse, type Refusal} from '../../../protocol/refusals.ts';
import {textFault} from '../../../protocol/text.ts';
import {closedTo} from '../conversations/access.ts';
import {messageFor} from '../conversations/hiding.ts';
import type {Conversation} from '../conversations/conversation.ts';
import {isOperatorOf} from '../room-roles.ts';
import {contentHash, earlier, silenced} from '../messages/rules.ts';
import {deviceOf} from '../messages/slice.ts';
import {answer, type LogReader, type MemberRule, type Pace} from '../rule.ts';
import type {State} from '../state.ts';
import {SEGMENT} from '../segment.ts';

/** Finds the sequence of a message by its own, or by the id that the user's client gave it. @returns a refusal where it is not kept */
export function targetOf(
	state: State,
	user: UserName,
	{conversation: id, target}: RequestOf<'change'>,
): number | Refusal {
	const closed = closedTo(state, id, user);
	if (closed) return closed;
	if (!traitsOf(id).isWritable) return refuse('readOnly');
	const {first = 1, last = 0} = state.conversations.byId.get(id) ?? {};
	const own = typeof target === 'number' ? undefined : sentAs(state, user, target);
	const sequence = typeof target === 'number' ? target : own?.conversation === id ? own.sequence : 0;
	return sequence >= first && sequence <= last ? sequence : refuse('noSuchMessage');
}

function sentAs(state: State, user: UserName, id: string) {
	return state.devices.get(user)?.get(deviceOf(id))?.get(id);
}

/** Changes a message, whose sender and content are among the facts. */
const change: MemberRule<'change'> = (state, {session}, request, {now, target}) => {
	const by = session.user;
	const {conversation, messageId: id, change} = request;
	const content = contentHash(conversation, `${request.target}\0${JSON.stringify(change)}`);
	const before = earlier(state, by, id, content);
	if (before && 'refusal' in before) return before;
	if (before) return answer({sequence: before.sequence, at: before.at, revision: before.revision ?? 1});
	const sequence = targetOf(state, by, request);
	if (typeof sequence === 'object') return sequence;
	const known = state.conversations.byId.get(conversation);
	if (!known || target?.sequence !== sequence) return refuse('noSuchMessage');
	const refusal = changeFault(state, by, known, target, change);
	if (refusal) return refusal;
	if (target.revision !== undefined && isMade(target, by, change))
		return answer({sequence, at: now, revision: target.revision});
	// A message of an imported database may be newer than what its conversation knew.
	const revision = Math.max(known.revision, target.revision ?? 0) + 1;
	const {from} = target;
	return {
		events: [
			{
				type: 'messageChanged',
				conversation,
				sequence,
				from,
				by,
				id,
				hash: content,
				at: now,
				revision,
				change,
			},
		],
		reply: () => ({sequence, at: now, revision}),
	};
};

/** @returns why the user may not change the message so; undefined where they may */
function changeFault(
	state: State,
	by: UserName,
	{id, pins}: Conversation,
	message: Message,
	change: Change,
): Refusal | undefined {
	if (message.deleted !== undefined) return refuse('messageDeleted');
	if (change.type === 'delete') {
		const mayDelete = message.from === by || (isRoom(id) && isOperatorOf(state, id, by));
		return mayDelete ? undefined : refuse('notYourMessage', {user: message.from});
	}

	const refusal = silenced(state, id, by);
	if (refusal) return refusal;
	switch (change.type) {
		case 'edit': {
			if (message.from !== by) return refuse('notYourMessage', {user: message.from});
			const fault = textFault(change.text);
			return fault && refuse(fault);
		}

		case 'react': {
			const isFull = change.on && !hasRoom(message.reactions ?? [], change.emoji);
			return isFull ? refuse('tooManyReactions') : undefined;
		}

		case 'pin':
			return change.on && pins.length >= MAX_PINS ? refuse('tooManyPins') : undefined;
		default:
			return change satisfies never;
	}
}

/** Checks whether a reaction is there, or gone, already: then nobody is told of it again. */
function isMade({reactions = []}: Message, by: UserName, change: Change): boolean {
	if (change.type !== 'react') return false;
	return change.on === reactions.some(one => one.emoji === change.emoji && one.by.includes(by));
}

type Reading = {
	readonly logs: LogReader;
	readonly pace: Pace;
	readonly isOpen: () => boolean;
	readonly shown: (message: Message) => Message;
};

/** Takes messages until a reply is full: at least one. */
class Page {
	readonly messages: Message[] = [];
	private bytes = 0;

	/** @returns false where it has no room left */
	add(message: Message): boolean {
		const bytes = this.bytes + Buffer.byteLength(JSON.stringify(message));
		const isFull = this.messages.length >= MAX_PAGE_CHANGED || bytes > MAX_PAGE_BYTES;
		if (isFull && this.messages.length > 0) return false;
		this.messages.push(message);
		this.bytes = bytes;
		return true;
	}
}

const changedSince: MemberRule<'changedSince'> = (state, asker, {conversation: id, since, from, upTo}) => {
	const {user} = asker.session;
	const closed = closedTo(state, id, user);
	if (closed) return closed;
	const known = state.conversations.byId.get(id);
	const {first = 1, last = 0, revision = 0} = known ?? {};
	const [begin, end] = [Math.max(from, first), Math.min(upTo, last)];
	if (revision <= since) return answer({messages: [], revision});
	const segments = [...(known?.changed ?? [])]
		.filter(([segment, newest]) => newest > since && segment + SEGMENT > begin && segment <= end)
		.map(([segment]) => segment)
		.sort((one, other) => one - other);
	return {
		events: [],
		reply: async (logs, pace) => {
			const reading = readingFor(state, asker, id, logs, pace);
			return pace.turn(user, reading.isOpen, async () => {
				const page = new Page();
				for (const segment of segments) {
					const range = {first: Math.max(segment, begin), last: Math.min(segment + SEGMENT - 1, end)};
					const next = await addChanged(reading, id, {...range, since}, page);
					if (next !== undefined) return {messages: page.messages, revision, next};
				}

				return {messages: page.messages, revision};
			});
		},
	};
};

/** Adds the changed messages of a segment. @returns from where to go on, where the page is full */
async function addChanged(
	{logs, pace, isOpen, shown}: Reading,
	id: ConversationId,
	{first, last, since}: {first: number; last: number; since: number},
	page: Page,
): Promise<number | undefined> {
	if (pace.isOver()) await pace.next();
	if (!isOpen()) return undefined;
	for (const message of await logs.stretch(id, last + 1, first)) {
		if ((message.revision ?? 0) > since && !page.add(shown(message))) return message.sequence;
	}

	return undefined;
}

const messagesAt: MemberRule<'messagesAt'> = (state, asker, {conversation: id, sequences}) => {
	const {user} = asker.session;
	const closed = closedTo(state, id, user);
	if (closed) return closed;
	const {first = 1, last = 0, revision = 0} = state.conversations.byId.get(id) ?? {};
	const wanted = [...new Set(sequences)]
		.filter(sequence => sequence >= first && sequence <= last)
		.sort((one, other) => one - other);
	return {
		events: [],
		reply: async (logs, pace) => {
			const {isOpen, shown} = readingFor(state, asker, id, logs, pace);
			return pace.turn(user, isOpen, async () => {
				const page = new Page();
				for (const sequence of wanted) {
					if (pace.isOver()) await pace.next();
					if (!isOpen()) return refuse('notYourConversation');
					const [message] = await logs.stretch(id, sequence + 1, sequence);
					if (message && !page.add(shown(message))) break;
				}

				return {messages: page.messages, revision};
			});
		},
	};
};

/** What reading for a user needs: meanwhile they may leave the room, block somebody, or sign out. */
function readingFor(
	state: State,
	{connection, session: {user}}: Parameters<MemberRule<'changedSince'>>[1],
	id: ConversationId,
	logs: LogReader,
	pace: Pace,
): Reading {
	return {
		logs,
		pace,
		isOpen: () =>
			state.presence.sessions.get(connection)?.user === user && closedTo(state, id, user) === undefined,
		shown: message => messageFor(state, user, id, message),
	};
}

export const changeRules = {change, changedSince, messagesAt};
