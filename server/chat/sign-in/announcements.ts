/** Announces to a client that its session has ended, unless moderation has told it why already. */
import type {Announcers} from '../audience.ts';

export const signInAnnouncers: Announcers = {
	signedOut(_state, {connection, why, by, at}) {
		if (why === 'replaced')
			return [{to: [connection], announcement: {type: 'replaced', address: by ?? '', at}}];
		if (why !== 'passwordChanged' && why !== 'idle') return [];
		return [{to: [connection], announcement: {type: 'signedOut', reason: why}}];
	},
};
