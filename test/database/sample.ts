/** A data folder with something of everything: people, friends, rooms, chat sessions, broadcasts and several files of messages. */
import {readFile, writeFile} from 'node:fs/promises';
import {broadcastsOf, directConversation, LOBBY, userName, type UserName} from '../../protocol/names.ts';
import type {EventOf, JournaledEvent} from '../../server/chat/event.ts';
import {apply, slices, type SliceName, type State} from '../../server/chat/state.ts';
import type {Slice} from '../../server/chat/slice.ts';
import {Store} from '../../server/store/store.ts';
import {PART_FILES} from '../../server/store/part-files.ts';
import {manualClock} from '../harness/manual-clock.ts';

export const [alice, bob, carol] = ['alice', 'bob', 'carol'].map(name => userName(name)) as [
	UserName,
	UserName,
	UserName,
];
export const aliceAndBob = directConversation(alice, bob);
const HASH = `$scrypt$ln=4,r=8,p=1$${'a'.repeat(22)}$${'b'.repeat(43)}`;

/** Opens a store at the folder, whose journal forgets what a checkpoint has written. */
export async function openStore(folder: string): Promise<Store> {
	return Store.open({folder, clock: manualClock(), journalFile: 20_000});
}

/** Applies and records, as the commit log does. */
export async function happen(store: Store, ...events: JournaledEvent[]): Promise<void> {
	for (const event of events) {
		store.beforeApply(event);
		apply(store.state, event);
	}

	await store.record(events);
}

export function sent(
	store: Store,
	from: UserName,
	text: string,
	conversation = aliceAndBob,
): EventOf<'messageSent'> {
	const sequence = (store.state.conversations.byId.get(conversation)?.last ?? 0) + 1;
	const id = `${from}device.s.${sequence}`;
	return {
		type: 'messageSent',
		conversation,
		sequence,
		id,
		from,
		at: sequence,
		text,
		hash: `hash ${sequence}`,
	};
}

/** Makes the folder; `messages` between alice and bob. */
export async function makeSample(folder: string, messages = 620): Promise<void> {
	const store = await openStore(folder);
	const at = 1;
	await happen(
		store,
		{type: 'storeFounded', store: 'store-one', code: 'code-code'},
		...[alice, bob, carol].map(user => ({type: 'accountCreated', user, password: HASH, at}) as const),
		...[alice, bob, carol].map(user => ({type: 'memberJoined', conversation: LOBBY, user, at}) as const),
		{type: 'tokenIssued', user: alice, device: 'alicedevice', token: 'secret-token', at, expires: 1e12},
	);
	for (let count = 0; count < messages; count++) {
		const recorded = happen(store, sent(store, count % 3 ? alice : bob, `text ${count} \u202e ü\n"quoted"`));
		if (count % 100 === 99) await recorded;
		if (count === 399) await store.checkpoint();
	}

	await happen(store, sent(store, carol, 'hello all', LOBBY));
	const to = [alice, bob].map(broadcastsOf).map(conversation => ({conversation, sequence: 1}));
	await happen(store, {
		type: 'broadcastSent',
		id: 'alicedevice.b.1',
		from: alice,
		at,
		text: 'fire drill',
		hash: 'h',
		to,
	});
	await happen(store, {type: 'marked', conversation: aliceAndBob, user: bob, delivered: 10, read: 7});
	await store.checkpoint();
	await happen(store, sent(store, bob, 'only in the journal'));
	await store.abandon();
}

/** Everything of a data folder that an export keeps, as plain data: the state, and all messages with their texts. */
export async function contentOf(folder: string): Promise<Record<string, unknown>> {
	const store = await openStore(folder);
	try {
		return await allOf(store);
	} finally {
		await store.abandon();
	}
}

export async function allOf({state, logs}: Pick<Store, 'state' | 'logs'>): Promise<Record<string, unknown>> {
	const found: Record<string, unknown> = partsOf(state);
	for (const {id, first, last} of state.conversations.byId.values()) {
		const items = await logs.items(id, first, last);
		found[`messages of ${id}`] = await Promise.all(items.map(async item => logs.shown(id, item)));
	}

	return found;
}

/** All parts but tokens, in no order; the store has another id after an import. */
function partsOf(state: State): Record<string, unknown> {
	const found: Record<string, unknown> = {};
	for (const name of Object.keys(slices) as SliceName[]) {
		if (name === 'signIns') continue;
		const {dump} = slices[name] as Slice<unknown>; // each slice meets only its own state
		for (const key of PART_FILES[name].inMemory(state))
			found[`${name} ${key}`] = JSON.parse(JSON.stringify(dump(state[name], key)));
	}

	return {...found, 'serverInfo server': {...(found['serverInfo server'] as object), store: ''}};
}

/** Changes a file behind everybody's back. */
export async function damage(file: string, change: (text: string) => string): Promise<void> {
	const text = await readFile(file, 'utf8');
	const changed = change(text);
	if (changed === text) throw new Error(`${file} is not damaged by that.`);
	await writeFile(file, changed);
}
