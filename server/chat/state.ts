/** Joins the slices into the state of the chat, and applies events to it. */
import type {ChatEvent} from './event.ts';
import {administration} from './administration/slice.ts';
import {accounts} from './accounts/slice.ts';
import {relationships} from './relationships/slice.ts';
import {identities} from './identities/slice.ts';
import {nonces} from './identities/nonces.ts';
import {conversations} from './conversations/slice.ts';
import {inviteCodes} from './invite-codes/slice.ts';
import {devices} from './messages/slice.ts';
import {serverInfo} from './server-info/slice.ts';
import {presence} from './presence/slice.ts';
import {privateChats} from './private-chats/slice.ts';
import {signIns} from './sign-in/slice.ts';
import {applyTo, type Appliers, type Slice} from './slice.ts';

/** The slices stored in files; the store reads and writes them by this table alone. */
export const slices = {
	serverInfo,
	accounts,
	inviteCodes,
	signIns,
	identities,
	relationships,
	conversations,
	devices,
	administration,
} satisfies Record<string, Slice<never, never> | object>;
/** The slices in memory only. */
const volatileSlices = {presence, nonces, privateChats};

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
		devices: devices.empty(),
		administration: administration.empty(),
		presence: presence.empty(),
		nonces: nonces.empty(),
		privateChats: privateChats.empty(),
	};
}

/** Applies an event, in place, to every slice that it concerns. */
export function apply(state: State, event: ChatEvent): void {
	for (const name of Object.keys(slices) as SliceName[]) {
		const slice = slices[name] as Slice<unknown>; // each slice meets only its own state
		applyTo(slice.apply, state[name], event);
	}

	for (const name of Object.keys(volatileSlices) as VolatileName[]) {
		const {apply} = volatileSlices[name] as {apply: Appliers<unknown>}; // likewise
		applyTo(apply, state[name], event);
	}
}
