/**
 * Announces changes of presence to screens, at most once a second: on a small server to all; on a large one to all only of the users whom it
 * shows to strangers, and to those related to the user. A blocked user has a batch of their own, which no change of a blocker ever touches.
 */
import {MAX_ANNOUNCED_PRESENCES, MAX_LISTED_PEOPLE, MAX_SHOWN} from '../../protocol/bounds.ts';
import type {UserName} from '../../protocol/names.ts';
import type {Person} from '../../protocol/presence.ts';
import {PRESENCE_CHANGES, presenceChangedBy} from '../chat/presence/announcements.ts';
import {relatedTo} from '../chat/presence/related.ts';
import {shownTo} from '../chat/sign-in/listed-people.ts';
import type {ChatEvent, EventOf, EventType} from '../chat/event.ts';
import type {ConnectionId, Session} from '../chat/session.ts';
import {hasBlocked, isBlocked, isLarge, personOf, screensOf} from '../chat/people.ts';
import {accountExists} from '../chat/rule.ts';
import type {State} from '../chat/state.ts';
import type {Clock} from '../../lib/clock.ts';
import {PresenceBatch} from './presence-batch.ts';

/** Events that change who is present, or who may see it. */
const CONCERNING: ReadonlySet<EventType> = new Set([...PRESENCE_CHANGES, 'blocked', 'unblocked']);

type SendPresence = (to: readonly ConnectionId[], people: Person[]) => void;

/** Of a blocked user: the changes that they may see, and whom a large server shows to them. */
type OwnBatch = {readonly batch: PresenceBatch; readonly shown: Set<UserName>};

const NOBODY: ReadonlySet<UserName> = new Set();

export class PresenceThrottle {
	private readonly state: State;
	private readonly clock: Clock;
	private readonly send: SendPresence;
	private readonly common: PresenceBatch;
	/** The users whom a large server has shown to strangers up to now. */
	private readonly shown = new Set<UserName>();
	/** The readers of changes of users who are not shown to all, and what changed for each of them. */
	private readonly related: PresenceBatch;
	private readonly changes = new Map<UserName, Set<UserName>>();
	/**
	 * Batches of blocked users, until they leave their screens. The time and content of an announcement depend on the changes
	 * before it: a common batch would show when a blocker comes and goes.
	 */
	private readonly ownBatches = new Map<UserName, OwnBatch>();

	constructor(state: State, clock: Clock, send: SendPresence) {
		this.state = state;
		this.clock = clock;
		this.send = send;
		this.common = new PresenceBatch(clock, users => this.sendCommon(users));
		this.related = new PresenceBatch(clock, readers => readers.forEach(reader => this.sendRelated(reader)));
	}

	/** Observes an event; to be called right after it was applied. */
	observe(event: ChatEvent): void {
		if (!CONCERNING.has(event.type)) return;
		this.updateBatches(event);
		if (event.type === 'accountCreated') this.welcome(event.user);
		else if (event.type === 'blocked' || event.type === 'unblocked') this.blockChanged(event);
		else for (const user of presenceChangedBy(event)) this.changed(user);
	}

	stop(): void {
		const own = [...this.ownBatches.values()].map(({batch}) => batch);
		for (const batch of [this.common, this.related, ...own]) batch.stop();
	}

	/** Tells of a new account, which makes the server large perhaps; a large one has others already that nobody was told of. */
	private welcome(user: UserName): void {
		if (this.state.accounts.byName.size > MAX_LISTED_PEOPLE + 1) return;
		this.common.addNewcomer(user);
		for (const [reader, {batch}] of this.ownBatches)
			if (!hasBlocked(this.state, user, reader)) batch.addNewcomer(user);
	}

	private changed(user: UserName): void {
		const {state} = this;
		if (screensOf(state, [user]).length > 1) this.tell(user, user); // what one screen sets, the others show
		const isShown = follow(this.shown, user, state.presence.shown.has(user));
		const isToAll = isShown || !isLarge(state);
		const related = isLarge(state) ? relatedTo(state, user) : NOBODY;
		if (isToAll) this.common.add(user);
		else for (const reader of related) if (!this.ownBatches.has(reader)) this.tell(reader, user);
		for (const [reader, own] of this.ownBatches)
			if (reader !== user && !hasBlocked(state, user, reader))
				this.changedFor(own, user, related.has(reader));
	}

	/** Adds a user to the batch of a blocked one, where their client lists the user. */
	private changedFor({batch, shown}: OwnBatch, user: UserName, isRelated: boolean): void {
		const isOn = this.state.presence.byUser.has(user);
		const isShown = follow(shown, user, isOn && (shown.has(user) || shown.size < MAX_SHOWN));
		if (isShown || isRelated || !isLarge(this.state)) batch.add(user);
	}

	private blockChanged({type, user, other}: EventOf<'blocked' | 'unblocked'>): void {
		const {state} = this;
		const own = this.ownBatches.get(other);
		const isRelated = isLarge(state) && relatedTo(state, user).has(other);
		if (own && type === 'unblocked') this.changedFor(own, user, isRelated);
		else if (own && (own.shown.delete(user) || isRelated || !isLarge(state))) own.batch.add(user);
		const remarks = state.presence.byUser.get(other)?.remark !== undefined; // which the blocker no longer sees
		if (!remarks || hasBlocked(state, other, user)) return;
		const ownOfBlocker = this.ownBatches.get(user);
		if (ownOfBlocker) ownOfBlocker.batch.add(other);
		else if (isLarge(state)) this.tell(user, other);
		else this.common.add(other);
	}

	private tell(reader: UserName, user: UserName): void {
		this.changes.set(reader, (this.changes.get(reader) ?? new Set()).add(user));
		this.related.add(reader);
	}

	/** Gives a blocked user a batch of their own, and takes it when they leave. */
	private updateBatches(event: ChatEvent): void {
		const {state, ownBatches, clock} = this;
		if (event.type === 'signedIn' && event.as === 'screen' && isBlocked(state, event.user)) {
			const {user} = event;
			const batch =
				ownBatches.get(user)?.batch ?? new PresenceBatch(clock, users => this.sendToOne(user, users));
			ownBatches.set(user, {batch, shown: shownTo(state, user)});
		} else if (event.type === 'signedOut' && !this.isAtScreen(event.user)) {
			ownBatches.get(event.user)?.batch.stop();
			ownBatches.delete(event.user);
		} else if (event.type === 'blocked' && !ownBatches.has(event.other) && this.isAtScreen(event.other)) {
			ownBatches.set(event.other, this.ownBatchFor(event.other));
		}
	}

	/** Makes the batch of a user who is blocked from now on; what they were to hear stands in it. */
	private ownBatchFor(reader: UserName): OwnBatch {
		const batch = this.common.fork(users => this.sendToOne(reader, users));
		for (const user of this.changes.get(reader) ?? []) batch.add(user);
		this.changes.delete(reader);
		return {batch, shown: new Set(this.shown)};
	}

	private isAtScreen(user: UserName): boolean {
		return screensOf(this.state, [user]).length > 0;
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

	private sendRelated(reader: UserName): void {
		const users = this.changes.get(reader);
		this.changes.delete(reader);
		if (users) this.sendToOne(reader, [...users]);
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

/** Adds the user to a set, or removes them. @returns whether they are or were in it */
function follow(set: Set<UserName>, user: UserName, isIn: boolean): boolean {
	const was = isIn ? set.has(user) : set.delete(user);
	if (isIn) set.add(user);
	return was || isIn;
}
