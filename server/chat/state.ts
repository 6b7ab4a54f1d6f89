/** Joins the slices into the state of the chat, and applies events to it. */
import {PERSISTENCE, type ChatEvent, type EventType} from './event.ts';
import {administration} from './administration/slice.ts';
import {accounts} from './accounts/slice.ts';
import {relationships} from './relationships/slice.ts';
import {identities} from './identities/slice.ts';
import {nonces} from './identities/nonces.ts';
import {settingsOfConversations} from './conversation-settings/slice.ts';
import {conversations} from './conversations/slice.ts';
import {inviteCodes} from './invite-codes/slice.ts';
import {drafts} from './drafts/slice.ts';
import {devices} from './messages/slice.ts';
import {serverInfo} from './server-info/slice.ts';
import {presence} from './presence/slice.ts';
import {privateChats} from './private-chats/slice.ts';
import {signIns} from './sign-in/slice.ts';
import {files} from './uploads/slice.ts';
import {transfers} from './uploads/transfers.ts';
import type {Appliers, Slice} from './slice.ts';

/** The slices stored in files; the store reads and writes them by this table alone. */
export const slices = {
	serverInfo,
	accounts,
	inviteCodes,
	signIns,
	identities,
	relationships,
	conversations,
	settingsOfConversations,
	devices,
	administration,
	files,
} satisfies Record<string, Slice<never, never> | object>;
/** The slices in memory only. */
const volatileSlices = {presence, nonces, privateChats, drafts, transfers};

export type SliceName = keyof typeof slices;
type VolatileName = keyof typeof volatileSlices;
export type State = {[N in SliceName]: ReturnType<(typeof slices)[N]['empty']>} & {
	[N in VolatileName]: ReturnType<(typeof volatileSlices)[N]['empty']>;
};

export function emptyState(): State {
	return {
		serverInfo: serverInfo.empty(),
		accounts: accounts.empty(),
		inviteCodes: inviteCodes.empty(),
		signIns: signIns.empty(),
		identities: identities.empty(),
		relationships: relationships.empty(),
		conversations: conversations.empty(),
		settingsOfConversations: settingsOfConversations.empty(),
		devices: devices.empty(),
		administration: administration.empty(),
		files: files.empty(),
		presence: presence.empty(),
		nonces: nonces.empty(),
		privateChats: privateChats.empty(),
		drafts: drafts.empty(),
		transfers: transfers.empty(),
	};
}

/** The part of the state that only memory holds. */
export const VOLATILE = Object.keys(volatileSlices) as VolatileName[]; // all names

type Row = {name: SliceName | VolatileName; apply: (slice: unknown, event: ChatEvent) => void};

const all: ReadonlyArray<readonly [SliceName | VolatileName, {apply: Appliers<never>}]> = [
	...(Object.entries(slices) as Array<[SliceName, {apply: Appliers<never>}]>),
	...(Object.entries(volatileSlices) as Array<[VolatileName, {apply: Appliers<never>}]>),
];

/** The slices that the events of each type concern. */
const rows = new Map(
	(Object.keys(PERSISTENCE) as EventType[]).map((type): [EventType, Row[]] => [
		type,
		all.flatMap(([name, slice]) => {
			const apply = slice.apply[type] as Row['apply'] | undefined; // each slice meets only its own state
			return apply ? [{name, apply}] : [];
		}),
	]),
);

/** Returns the names of the stored slices that the events of a type concern. */
export function slicesOf(type: EventType): readonly SliceName[] {
	return stored.get(type) ?? [];
}

const isStored = (name: SliceName | VolatileName): name is SliceName => Object.hasOwn(slices, name);
const stored = new Map([...rows].map(([type, of]) => [type, of.map(({name}) => name).filter(isStored)]));

/** Applies an event, in place, to every slice that it concerns. */
export function apply(state: State, event: ChatEvent): void {
	for (const row of rows.get(event.type) ?? []) row.apply(state[row.name], event);
}

/** Applies an event, in place, to what only memory holds. */
export function applyVolatile(state: State, event: ChatEvent): void {
	for (const row of rows.get(event.type) ?? []) if (!isStored(row.name)) row.apply(state[row.name], event);
}
