/** Builds the operator's view of a running server from its parts. */
import type {Clock} from '../lib/clock.ts';
import type {Policy} from './chat/rule.ts';
import type {Core} from './core/core.ts';
import type {Log} from './log/log-entry.ts';
import type {Session} from './net/session.ts';
import type {Connected, Counters, Listening, OperatedServer} from './operator/operated-server.ts';
import type {Store} from './store/store.ts';

type Parts = {folder: string; policy: Policy; store: Store; core: Core; clock: Clock; log: Log};

export function operatedServer(parts: Parts, listening: Listening): OperatedServer {
	const {folder, policy, store, core, clock, log} = parts;
	return {
		state: store.state,
		folder,
		policy,
		store,
		log,
		listening,
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
		operate: core.operate,
	};
}

function connected({id, address, waiting}: Session, {store, clock}: Parts): Connected {
	const {sessions, byUser} = store.state.presence;
	const session = sessions.get(id);
	if (!session) return {id, address, waiting};
	const {user, as, since} = session;
	const presence = as === 'screen' ? byUser.get(user) : undefined;
	const idle = presence && {idle: Math.max(0, clock.uptime() - presence.active)};
	return {id, address, user, as, since, ...idle, waiting};
}
