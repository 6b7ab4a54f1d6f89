/** Holds a bounded, contiguous run of a conversation's messages, changed by copying one chunk at most. */
import type {Window, Message} from '../model/conversation.ts';

const CHUNK = 64;
const MOST = 2000;
export const NOTHING: Window = {chunks: []};

/** Returns the sequence of the first message held; 0 if there is none. */
export function firstOf({chunks}: Window): number {
	return chunks[0]?.[0]?.sequence ?? 0;
}

/** Returns the sequence of the last message held; 0 if there is none. */
export function lastOf({chunks}: Window): number {
	return chunks.at(-1)?.at(-1)?.sequence ?? 0;
}

function countOf(window: Window): number {
	return window.chunks.length === 0 ? 0 : lastOf(window) - firstOf(window) + 1;
}

export function isHeld(window: Window, sequence: number): boolean {
	return window.chunks.length > 0 && sequence >= firstOf(window) && sequence <= lastOf(window);
}

export function messageAt(window: Window, sequence: number): Message | undefined {
	if (!isHeld(window, sequence)) return undefined;
	const chunk = window.chunks.findLast(([head]) => head !== undefined && head.sequence <= sequence);
	return chunk?.[sequence - (chunk[0]?.sequence ?? 0)];
}

/** Iterates over the messages held, newest first. */
export function* backwards({chunks}: Window): Generator<Message> {
	for (let chunk = chunks.length - 1; chunk >= 0; chunk--) {
		const messages = chunks[chunk] ?? [];
		for (let at = messages.length - 1; at >= 0; at--) {
			const message = messages[at];
			if (message) yield message;
		}
	}
}

/**
 * Appends a message that has just been stored. A message that is held already, or would leave a hole, changes
 * nothing: the gap is fetched. An empty window begins with it.
 */
export function append(window: Window, message: Message): Window {
	if (window.chunks.length > 0 && message.sequence !== lastOf(window) + 1) return window;
	const chunks = [...window.chunks];
	const last = chunks.at(-1);
	if (last && last.length < CHUNK) chunks[chunks.length - 1] = [...last, message];
	else chunks.push([message]);
	return {chunks};
}

/** Replaces the message at this sequence, if it is held. */
export function replace(window: Window, sequence: number, how: (message: Message) => Message): Window {
	const before = messageAt(window, sequence);
	if (!before) return window;
	const after = how(before);
	if (after === before) return window;
	const chunks = window.chunks.map(chunk =>
		chunk.includes(before) ? chunk.map(message => (message === before ? after : message)) : chunk,
	);
	return {chunks};
}

/**
 * Joins a page of history, in order, to the window.
 * @param apart which of them stays if they neither meet nor overlap: a window never has a hole
 */
export function join(window: Window, page: readonly Message[], apart: 'keep' | 'replace'): Window {
	const run = contiguous(page);
	const head = run[0];
	if (!head) return window;
	const [first, last] = [firstOf(window), lastOf(window)];
	const runLast = head.sequence + run.length - 1;
	const empty = window.chunks.length === 0;
	if (empty || ((runLast < first - 1 || head.sequence > last + 1) && apart === 'replace'))
		return {chunks: inChunks(run)};
	if (runLast < first - 1 || head.sequence > last + 1) return window;
	const before = run.filter(({sequence}) => sequence < first);
	const after = run.filter(({sequence}) => sequence > last);
	return after.reduce(append, {chunks: [...inChunks(before), ...window.chunks]});
}

/**
 * Trims the window to {@link MOST} messages and a chunk, farthest from `around` first, a chunk at a time.
 * @param around sequence of the message to keep
 */
export function trim(window: Window, around: number): Window {
	let {chunks} = window;
	while (countOf({chunks}) > MOST) {
		const nearEnd = lastOf({chunks}) - around < around - firstOf({chunks});
		chunks = nearEnd ? chunks.slice(1) : chunks.slice(0, -1);
	}

	return chunks === window.chunks ? window : {chunks};
}

function inChunks(messages: readonly Message[]): Message[][] {
	const chunks: Message[][] = [];
	for (let at = 0; at < messages.length; at += CHUNK) chunks.push(messages.slice(at, at + CHUNK));
	return chunks;
}

/** Returns the contiguous end of a page, should a server ever send a page with a hole. */
function contiguous(page: readonly Message[]): readonly Message[] {
	const hole = page.findLastIndex(
		({sequence}, at) => at > 0 && sequence !== (page[at - 1]?.sequence ?? 0) + 1,
	);
	return hole === -1 ? page : page.slice(hole);
}
