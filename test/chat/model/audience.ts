/** Who sits where in a story, what they heard, and what their contact lists show. */
import type {UserName} from '../../../protocol/names.ts';
import type {Person} from '../../../protocol/presence.ts';
import type {State} from '../../../server/chat/state.ts';
import type {Seat} from '../../harness/rules.ts';
import {wordsOf} from './heard.ts';
import type {Asker} from './rows.ts';

export type Seated = Asker & {seat: Seat; contacts: Map<UserName, Person['presence']>};

export class Audience {
	private seated: Seated[] = [];

	find(user: UserName, as: Asker['as']): Seated | undefined {
		return this.seated.find(each => each.user === user && each.as === as);
	}

	sitDown(asker: Asker, seat: Seat, people: readonly Person[]): void {
		this.seated.push({...asker, seat, contacts: new Map(people.map(({user, presence}) => [user, presence]))});
	}

	/** Those whose sessions have ended leave. */
	rise({presence: present}: State): void {
		this.seated = this.seated.filter(({seat}) => present.sessions.has(seat.connection));
	}

	/** What was heard since the last time; presence goes into the contact lists instead. */
	takeHeard(): string[] {
		return this.seated.flatMap(({user, seat, contacts}) =>
			seat.heard.splice(0).flatMap(announcement => {
				if (announcement.type !== 'presence') return [`${user}: ${wordsOf(announcement)}`];
				for (const person of announcement.people) contacts.set(person.user, person.presence);
				return [];
			}),
		);
	}

	/** `alice screen`, `alice script`. */
	get places(): string[] {
		return this.seated.map(({user, as}) => `${user} ${as}`);
	}

	/** `alice sees bob away`, from the contact lists on screens. */
	get views(): string[] {
		const screens = this.seated.filter(({as}) => as === 'screen');
		return screens.flatMap(({user, contacts}) =>
			[...contacts].flatMap(([other, presence]) =>
				other === user ? [] : [`${user} sees ${other} ${presence}`],
			),
		);
	}
}
