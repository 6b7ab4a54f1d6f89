/** Compares what servers tell, and what their data folders hold, with what they have acknowledged. */
import path from 'node:path';
import {recordPlace} from '../../server/journal/record-url.ts';
import {createServerClock} from '../../lib/clock.ts';
import {Store} from '../../server/store/store.ts';
import {storedText} from '../harness/state-text.ts';
import type {Talker} from './talker.ts';
import {Wire} from './wire.ts';

/** Milliseconds for which a server may be starting. */
const PATIENCE = 120_000;

type Found = {readonly id: string; readonly sequence: number; readonly text: string};

export class Audit {
	private readonly talkers: readonly Talker[];
	/** The last sequence of each conversation that was compared before. */
	private readonly compared = new Map<string, number>();

	constructor(talkers: readonly Talker[]) {
		this.talkers = talkers;
	}

	/**
	 * Compares what was acknowledged since the last audit: on each server, nothing lost, nothing twice, no gap, one order.
	 * Nobody may talk meanwhile. @returns what must not be; empty where all is well
	 */
	async between(ports: readonly number[]): Promise<string[]> {
		const expected = new Map<string, Map<number, Found>>();
		const problems: string[] = [];
		for (const talker of this.talkers)
			for (const {conversation, ...message} of talker.settled()) {
				const messages = expected.get(conversation) ?? new Map<number, Found>();
				const other = messages.get(message.sequence);
				if (other) problems.push(`${message.id} and ${other.id} have one number in ${conversation}`);
				expected.set(conversation, messages.set(message.sequence, message));
			}

		for (const [conversation, messages] of expected) {
			const before = this.compared.get(conversation) ?? 0;
			for (const port of ports) {
				const found = await this.history(port, conversation, before);
				const place = `${conversation} on ${port}`;
				problems.push(...(found ? differences(place, before, messages, found) : [`${place} cannot be read`]));
			}

			this.compared.set(conversation, before + messages.size);
		}

		return problems;
	}

	private async history(port: number, conversation: string, before: number): Promise<Found[] | undefined> {
		const reader = this.talkers.find(talker => talker.reads(conversation));
		const found: Found[] = [];
		const deadline = performance.now() + PATIENCE;
		for (let [after, last] = [before, Infinity]; after < last;) {
			if (performance.now() > deadline) return undefined;
			const wire = new Wire(port);
			await wire.ask('hello', {protocol: 1});
			await wire.ask('resume', reader?.entrance ?? {});
			while (wire.isOpen && after < last) {
				const page = await wire.ask('history', {conversation, after, limit: 100});
				if (!page || !('messages' in page)) break; // the server was starting, or busy: it is asked again
				const {messages, last: newest} = page as {messages: Found[]; last: number}; // as the protocol says
				found.push(...messages);
				after = messages.at(-1)?.sequence ?? newest;
				last = newest;
			}

			wire.close();
			if (after < last) await new Promise(resolve => setTimeout(resolve, 100));
		}

		return found;
	}
}

function differences(
	place: string,
	before: number,
	expected: ReadonlyMap<number, Found>,
	found: readonly Found[],
): string[] {
	const problems: string[] = [];
	if (found.length !== expected.size)
		problems.push(`${place} has ${found.length} messages, and ${expected.size} were acknowledged`);
	for (const [at, {id, sequence, text}] of found.entries()) {
		const known = expected.get(sequence);
		if (sequence !== before + at + 1)
			problems.push(`${place} has ${sequence} as its message ${before + at + 1}`);
		if (known?.id !== id || known.text !== text)
			problems.push(`${place} has ${id} as ${sequence}, and ${known?.id} was acknowledged`);
	}

	return problems;
}

/** Compares the states that the servers would start with. @param folders with their data @param url of their record */
export async function comparedFolders(folders: readonly string[], url: string): Promise<string[]> {
	const texts: string[] = [];
	for (const folder of folders) {
		const record = {place: recordPlace(url, () => ''), name: 'audit', failed: () => undefined};
		const store = await Store.open({folder, clock: createServerClock(), record});
		texts.push(storedText(store.state));
		await store.abandon();
	}

	return texts.flatMap((text, at) =>
		text === texts[0] ? [] : [`${path.basename(folders[at] ?? '')} has ${differing(text, texts[0])}`],
	);
}

/** Names the first line that differs. */
function differing(text: string, other = ''): string {
	const [lines, others] = [text.split('\n'), other.split('\n')];
	const at = lines.findIndex((line, index) => line !== others[index]);
	const [line = '', another = ''] = [lines[at], others[at]];
	const from = Math.max(0, [...line].findIndex((character, index) => character !== another[index]) - 100);
	return `${line.slice(0, 40)}: …${line.slice(from, from + 200)}, and the first one …${another.slice(from, from + 200)}`;
}
