/**
 * Announces changes of presence to screens, at most once a second. A blocked user has a batch of their own, which no change of a
 * blocker ever touches.
 */
import {MAX_ANNOUNCED_PRESENCES} from '../../protocol/bounds.ts';
import type {UserName} from '../../protocol/names.ts';
import type {Person} from '../../protocol/presence.ts';
import {PRESENCE_CHANGES, presenceChangedBy} from '../chat/presence/announcements.ts';
import type {ChatEvent, EventType} from '../chat/event.ts';
import type {ConnectionId} from '../chat/session.ts';
import {hasBlocked, isBlocked, personOf, screensOf} from '../chat/people.ts';
import {accountExists} from '../chat/rule.ts';
import type {Session} from '../chat/session.ts';
import type {State} from '../chat/state.ts';
import type {Clock} from '../../lib/clock.ts';
import {PresenceBatch} from './presence-batch.ts';

/** Events that change who is present, or who may see it. */
const CONCERNING: ReadonlySet<EventType> = new Set([...PRESENCE_CHANGES, 'blocked', 'unblocked']);

type SendPresence = (to: readonly ConnectionId[], people: Person[]) => void;

export class PresenceThrottle {
	private readonly state: State;
	private readonly clock: Clock;
	private readonly send: SendPresence;
	private readonly common: PresenceBatch;
	/**
	 * Batches of blocked users, until they leave their screens. The time and content of an announcement depend on the changes
	 * before it: a common batch would show when a blocker comes and goes.
	 */
	private readonly ownBatches = new Map<UserName, PresenceBatch>();

	constructor(state: State, clock: Clock, send: SendPresence) {
		this.state = state;
		this.clock = clock;
		this.send = send;
		this.common = new PresenceBatch(clock, users => this.sendCommon(users));
	}

	/** Observes an event; to be called right after it was applied. */
	observe(event: ChatEvent): void {
		if (!CONCERNING.has(event.type)) return;
		this.updateBatches(event);
		for (const user of presenceChangedBy(event)) this.forEachBatch(user, batch => batch.add(user));
		if (event.type === 'accountCreated')
			this.forEachBatch(event.user, batch => batch.addNewcomer(event.user));
		if (event.type !== 'blocked' && event.type !== 'unblocked') return;
		const {user, other} = event;
		this.ownBatches.get(other)?.add(user);
		const remarks = this.state.presence.byUser.get(other)?.remark !== undefined; // which the blocker no longer sees
		if (remarks && !hasBlocked(this.state, other, user))
			(this.ownBatches.get(user) ?? this.common).add(other);
	}

	stop(): void {
		for (const batch of [this.common, ...this.ownBatches.values()]) batch.stop();
	}

	/** Gives a blocked user a batch of their own, and takes it when they leave. */
	private updateBatches(event: ChatEvent): void {
		const {state, ownBatches, clock, common} = this;
		if (event.type === 'signedIn' && event.as === 'screen' && isBlocked(state, event.user)) {
			const {user} = event;
			ownBatches.set(
				user,
				ownBatches.get(user) ?? new PresenceBatch(clock, users => this.sendToOne(user, users)),
			);
		} else if (event.type === 'signedOut' && !this.isAtScreen(event.user)) {
			ownBatches.get(event.user)?.stop();
			ownBatches.delete(event.user);
		} else if (event.type === 'blocked' && !ownBatches.has(event.other) && this.isAtScreen(event.other)) {
			const {other} = event;
			ownBatches.set(
				other,
				common.fork(users => this.sendToOne(other, users)),
			);
		}
	}

	private isAtScreen(user: UserName): boolean {
		return screensOf(this.state, [user]).length > 0;
	}

	/** Calls `action` with the batches of all users who may know of this user. */
	private forEachBatch(user: UserName, action: (batch: PresenceBatch) => void): void {
		action(this.common);
		for (const [reader, batch] of this.ownBatches)
			if (reader !== user && !hasBlocked(this.state, user, reader)) action(batch);
	}

	/** Sends one announcement to all, except to those who have blocked a user with a remark. */
	private sendCommon(users: UserName[]): void {
		const {sessions, byUser} = this.state.presence;
		const remarked = users.filter(user => byUser.get(user)?.remark !== undefined);
		const readers = [...sessions.values()].filter(
			({as, user}) =>
				as === 'screen' && !this.ownBatches.has(user) && users.some(changed => changed !== user), // no user is told of themselves alone
		);
		const seesLess = ({user}: Session) => remarked.some(other => hasBlocked(this.state, user, other));
		const common = readers.filter(reader => !seesLess(reader));
		const [first] = common;
		const to = common.map(({connection}) => connection);
		if (first) this.sendPeople(to, users, first.user);
		for (const {connection, user} of readers.filter(seesLess)) this.sendPeople([connection], users, user);
	}

	private sendToOne(reader: UserName, users: UserName[]): void {
		this.sendPeople(screensOf(this.state, [reader]), users, reader);
	}

	private sendPeople(to: readonly ConnectionId[], users: readonly UserName[], viewer: UserName): void {
		const known = users.filter(user => accountExists(this.state, user)); // an account may have been deleted meanwhile
		for (let at = 0; at < known.length; at += MAX_ANNOUNCED_PRESENCES) {
			const some = known.slice(at, at + MAX_ANNOUNCED_PRESENCES);
			this.send(
				to,
				some.map(user => personOf(this.state, user, viewer)),
			);
		}
	}
}
