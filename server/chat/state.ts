/** The state of the chat, slice by slice, and how an event changes it. */
import type {ChatEvent} from './event.ts';
import {accounts} from './slices/accounts.ts';
import {circles} from './slices/circles.ts';
import {conversations} from './slices/conversations.ts';
import {devices} from './slices/devices.ts';
import {house} from './slices/house.ts';
import {present} from './slices/present.ts';
import {signIns} from './slices/sign-ins.ts';
import {applyTo, type Slice} from './slice.ts';

/** The slices kept in files; the store writes and reads them by this table alone. */
export const slices = {house, accounts, signIns, circles, conversations, devices} satisfies Record<
	string,
	Slice<never, never> | object
>;

export type SliceName = keyof typeof slices;
type Kept = {[N in SliceName]: ReturnType<(typeof slices)[N]['empty']>};
export type State = Kept & {present: ReturnType<typeof present.empty>};

export function emptyState(): State {
	return {
		house: house.empty(),
		accounts: accounts.empty(),
		signIns: signIns.empty(),
		circles: circles.empty(),
		conversations: conversations.empty(),
		devices: devices.empty(),
		present: present.empty(),
	};
}

/** Applies an event to every slice that it is for, in place. */
export function apply(state: State, event: ChatEvent): void {
	for (const name of Object.keys(slices) as SliceName[]) {
		const slice = slices[name] as Slice<unknown>; // each slice meets only its own state
		applyTo(slice.apply, state[name], event);
	}

	applyTo(present.apply, state.present, event);
}
