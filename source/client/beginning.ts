/** Where the client goes when it starts: what the command line asks for, else to the server used last, else the first screen. */
import type {Address} from '../../protocol/address.ts';
import type {Remembered} from '../link-words.ts';
import type {EventOf} from '../state/model/event.ts';
import type {Wish} from '../state/sign-in/form.ts';

export type Wishes = {
	readonly address?: Address;
	readonly user?: string;
	readonly password?: string;
	/** Makes the account. A server on this machine is then trusted without a question. */
	readonly signUp: boolean;
};

/** `known`: the servers this client has been to, the one used last first. */
export function beginning(known: readonly Remembered[], wishes: Wishes): EventOf<'started'> {
	const go = goal(known, wishes);
	return {type: 'started', known, ...(go && {go})};
}

function goal(
	[last]: readonly Remembered[],
	{address: asked, user, password, signUp}: Wishes,
): EventOf<'started'>['go'] {
	if (user === undefined) {
		if (asked) return {kind: 'knock', address: asked};
		return last?.resumable && last.user
			? {kind: 'resume', address: last.address, user: last.user}
			: undefined;
	}

	const address = asked ?? last?.address;
	const wish: Wish = {kind: signUp ? 'signUp' : 'signIn', user, ...(password !== undefined && {password})};
	return address && {kind: 'knock', address, wish};
}
