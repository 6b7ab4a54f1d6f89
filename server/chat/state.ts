/** Joins the slices into the state of the chat, and applies events to it. */
import type {ChatEvent} from './event.ts';
import {accounts} from './accounts/slice.ts';
import {relationships} from './relationships/slice.ts';
import {conversations} from './conversations/slice.ts';
import {devices} from './messages/slice.ts';
import {serverInfo} from './server-info/slice.ts';
import {presence} from './presence/slice.ts';
import {signIns} from './sign-in/slice.ts';
import {applyTo, type Slice} from './slice.ts';

/** The slices stored in files; the store reads and writes them by this table alone. */
export const slices = {serverInfo, accounts, signIns, relationships, conversations, devices} satisfies Record<
	string,
	Slice<never, never> | object
>;

export type SliceName = keyof typeof slices;
type StoredState = {[N in SliceName]: ReturnType<(typeof slices)[N]['empty']>};
export type State = StoredState & {presence: ReturnType<typeof presence.empty>};

export function emptyState(): State {
	return {
		serverInfo: serverInfo.empty(),
		accounts: accounts.empty(),
		signIns: signIns.empty(),
		relationships: relationships.empty(),
		conversations: conversations.empty(),
		devices: devices.empty(),
		presence: presence.empty(),
	};
}

/** Applies an event, in place, to every slice that it concerns. */
export function apply(state: State, event: ChatEvent): void {
	for (const name of Object.keys(slices) as SliceName[]) {
		const slice = slices[name] as Slice<unknown>; // each slice meets only its own state
		applyTo(slice.apply, state[name], event);
	}

	applyTo(presence.apply, state.presence, event);
}
