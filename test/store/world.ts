/** A store on a disk in memory, and a small chat that happens in it. */
import {directConversation, type ConversationId, type UserName} from '../../protocol/names.ts';
import type {ChatEvent, JournaledEvent} from '../../server/chat/event.ts';
import {apply, slices, type SliceName, type State} from '../../server/chat/state.ts';
import type {Slice} from '../../server/chat/slice.ts';
import {Store} from '../../server/store/store.ts';
import {manualClock} from '../harness/manual-clock.ts';
import type {MemoryDisk} from '../harness/memory-disk.ts';

export const folder = '/data';
export const [alice, bob, carol] = ['alice', 'bob', 'carol'] as UserName[] as [UserName, UserName, UserName];
export const aliceAndBob = directConversation(alice, bob);

export async function openStore(
	disk: MemoryDisk,
	options: {checkpointBytes?: number; journalFile?: number} = {},
): Promise<Store> {
	return Store.open({folder, clock: manualClock(), disk, journalFile: 500, ...options});
}

/** Applies and records, as the commit log does. */
export async function happen(store: Store, ...events: JournaledEvent[]): Promise<void> {
	for (const event of events) apply(store.state, event);
	return store.record(events);
}

export function sent(
	store: Store,
	from: UserName,
	conversation: ConversationId,
	text: string,
): JournaledEvent {
	const sequence = (store.state.conversations.byId.get(conversation)?.last ?? 0) + 1;
	return {
		type: 'messageSent',
		conversation,
		sequence,
		id: `device00.s.${sequence}`,
		from,
		at: sequence,
		text,
		hash: text,
	};
}

/** Everything of the state that is kept in files, as plain data; keys that the events touched. */
export function kept(state: State, events: readonly ChatEvent[]): Record<string, unknown> {
	const found: Record<string, unknown> = {};
	for (const name of Object.keys(slices) as SliceName[]) {
		const slice = slices[name] as Slice<unknown>; // each slice meets only its own state
		for (const key of new Set(events.flatMap(event => slice.keys(event)))) {
			found[`${name} ${key}`] = structuredClone(slice.dump(state[name], key));
		}
	}

	return found;
}

export async function texts(store: Store, conversation = aliceAndBob): Promise<string[]> {
	const last = store.state.conversations.byId.get(conversation)?.last ?? 0;
	const found: string[] = [];
	for (let after = 0; after < last; after += 200) {
		const page = await store.logs.read(conversation, {after, before: last + 1, limit: 200, end: 'oldest'});
		found.push(...page.map(({text}) => text));
	}

	return found;
}
