/** Tells screens whose presence changed, at most once a second. A user who is blocked has a batch of their own, which no blocker's change ever touches. */
import {MAX_TOLD} from '../../protocol/bounds.ts';
import type {UserName} from '../../protocol/names.ts';
import type {Person} from '../../protocol/presence.ts';
import {presenceChangedBy} from '../chat/presence/announcements.ts';
import type {ChatEvent} from '../chat/event.ts';
import type {ConnectionId} from '../chat/session.ts';
import {hasBlocked, isBlocked, personOf, screensOf} from '../chat/people.ts';
import type {Session} from '../chat/session.ts';
import type {State} from '../chat/state.ts';
import type {Clock} from '../../lib/clock.ts';
import {PresenceBatch} from './presence-batch.ts';

type Tell = (to: readonly ConnectionId[], people: Person[]) => void;

export class PresenceThrottle {
	private readonly state: State;
	private readonly clock: Clock;
	private readonly tell: Tell;
	private readonly common: PresenceBatch;
	/**
	 * Of each person at a screen whom somebody has blocked, until they leave. When a frame comes, and what is gathered in it,
	 * depends on the changes before: on a common batch these would show when a blocker comes and goes.
	 */
	private readonly apart = new Map<UserName, PresenceBatch>();

	constructor(state: State, clock: Clock, tell: Tell) {
		this.state = state;
		this.clock = clock;
		this.tell = tell;
		this.common = new PresenceBatch(clock, users => this.tellCommon(users));
	}

	/** To be told of every event, right after it was applied. */
	note(event: ChatEvent): void {
		this.part(event);
		for (const user of presenceChangedBy(event)) this.changed(user, batch => batch.note(user));
		if (event.type === 'accountCreated') this.changed(event.user, batch => batch.welcome(event.user));
		if (event.type !== 'blocked' && event.type !== 'unblocked') return;
		const {user, other} = event;
		this.apart.get(other)?.note(user);
		const remarks = this.state.presence.byUser.get(other)?.remark !== undefined; // which who blocks no longer sees
		if (remarks && !hasBlocked(this.state, other, user)) (this.apart.get(user) ?? this.common).note(other);
	}

	stop(): void {
		for (const batch of [this.common, ...this.apart.values()]) batch.stop();
	}

	/** Gives a batch of their own to whoever is blocked, and takes it when they leave. */
	private part(event: ChatEvent): void {
		const {state, apart, clock, common} = this;
		if (event.type === 'signedIn' && event.as === 'screen' && isBlocked(state, event.user)) {
			const {user} = event;
			apart.set(user, apart.get(user) ?? new PresenceBatch(clock, users => this.tellOne(user, users)));
		} else if (event.type === 'signedOut' && !this.isAtScreen(event.user)) {
			apart.get(event.user)?.stop();
			apart.delete(event.user);
		} else if (event.type === 'blocked' && !apart.has(event.other) && this.isAtScreen(event.other)) {
			const {other} = event;
			apart.set(
				other,
				common.fork(users => this.tellOne(other, users)),
			);
		}
	}

	private isAtScreen(user: UserName): boolean {
		return screensOf(this.state, [user]).length > 0;
	}

	/** What becomes of the batches of all who may know of this person. */
	private changed(user: UserName, what: (batch: PresenceBatch) => void): void {
		what(this.common);
		for (const [reader, batch] of this.apart)
			if (reader !== user && !hasBlocked(this.state, user, reader)) what(batch);
	}

	/** The same words for all, serialised once, but for those who have blocked somebody with a remark. */
	private tellCommon(users: UserName[]): void {
		const {sessions, byUser: standing} = this.state.presence;
		const remarked = users.filter(user => standing.get(user)?.remark !== undefined);
		const readers = [...sessions.values()].filter(
			({as, user}) => as === 'screen' && !this.apart.has(user) && users.some(changed => changed !== user), // nobody is told of themselves alone
		);
		const seesLess = ({user}: Session) => remarked.some(other => hasBlocked(this.state, user, other));
		const common = readers.filter(reader => !seesLess(reader));
		const [first] = common;
		const to = common.map(({connection}) => connection);
		if (first) this.tellPeople(to, users, first.user);
		for (const {connection, user} of readers.filter(seesLess)) this.tellPeople([connection], users, user);
	}

	private tellOne(reader: UserName, users: UserName[]): void {
		this.tellPeople(screensOf(this.state, [reader]), users, reader);
	}

	private tellPeople(to: readonly ConnectionId[], users: readonly UserName[], viewer: UserName): void {
		for (let at = 0; at < users.length; at += MAX_TOLD) {
			const some = users.slice(at, at + MAX_TOLD);
			this.tell(
				to,
				some.map(user => personOf(this.state, user, viewer)),
			);
		}
	}
}
