/** Builds the operator's view of a running server from its parts. */
import type {Clock} from '../lib/clock.ts';
import {reloadUsers} from './reload-users.ts';
import type {Passwords} from './auth/passwords.ts';
import type {Policy} from './chat/rule.ts';
import type {Core} from './core/core.ts';
import type {Log} from './log/log-entry.ts';
import type {Session} from './net/session.ts';
import type {Connected, Counters, Listening, OperatedServer} from './operator/operated-server.ts';
import type {Store} from './store/store.ts';

type Parts = {
	folder: string;
	policy: Policy;
	users: string | undefined;
	passwords: Passwords;
	store: Store;
	core: Core;
	clock: Clock;
	log: Log;
};

/** `joinLines`: as they are now: the code in them may be revoked. */
type Place = Omit<Listening, 'joinLines'> & {readonly joinLines: () => readonly string[]};

export function operatedServer(parts: Parts, place: Place): OperatedServer {
	const {folder, policy, users, passwords, store, core, clock, log} = parts;
	return {
		state: store.state,
		folder,
		policy,
		store,
		log,
		get listening() {
			return {...place, joinLines: place.joinLines()};
		},
		get now() {
			return clock.now();
		},
		get connections() {
			return core.sessions.map(session => connected(session, parts));
		},
		get counters(): Counters {
			return {
				messages: core.messages,
				connections: core.sessions.length,
				journal: store.journal.backlog,
				free: store.room,
				memory: process.memoryUsage.rss(),
				isFull: core.isFull,
			};
		},
		reloadUsers: async () =>
			users === undefined
				? undefined
				: reloadUsers({file: users, state: store.state, passwords, core, clock, log}),
		setSignUp(signUp) {
			policy.signUp = signUp;
		},
		operate: core.operate,
	};
}

function connected({id, address, waiting}: Session, {store, clock}: Parts): Connected {
	const {sessions, byUser} = store.state.presence;
	const session = sessions.get(id);
	if (!session) return {id, address, waiting};
	const {user, as, since} = session;
	const presence = as === 'screen' ? byUser.get(user) : undefined;
	const {time = clock} = store.journal.shared ?? {};
	const idle = presence && {idle: Math.max(0, time.uptime() - presence.active)};
	return {id, address, user, as, since, ...idle, waiting};
}
