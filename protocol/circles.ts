/** Keeps the bond of two people (blocks, friendship, open questions) by what happens between them, for client and server alike. */
import type {UserName} from './names.ts';
import type {Question} from './requests.ts';

/** How two people stand to each other, as far as is known here. */
export type Bond = {
	readonly friends: boolean;
	/** Those of the two who have blocked the other. */
	readonly blockedBy: readonly UserName[];
	/** Those that one of them has asked the other, and that wait for an answer. */
	readonly questions: readonly Question[];
};

export type BondEvent =
	| {readonly type: 'blocked' | 'unblocked' | 'unfriended'; readonly user: UserName; readonly other: UserName}
	| ({readonly type: 'asked' | 'withdrawn'} & Question)
	| ({readonly type: 'answered'; readonly accepted: boolean} & Question);

type Asked = Pick<Question, 'kind' | 'from' | 'to' | 'room'>;

/** There is one question of a kind from one person to another, for invitations one a room. */
export function isSameQuestion(one: Asked, other: Asked): boolean {
	return one.kind === other.kind && one.from === other.from && one.to === other.to && one.room === other.room;
}

/** The two people between whom the event happens. */
export function bound(event: BondEvent): [UserName, UserName] {
	return 'from' in event ? [event.from, event.to] : [event.user, event.other];
}

/** The bond after the event. Those of whom one has blocked the other are no friends, and nothing is asked between them. */
export function bondAfter(bond: Bond, event: BondEvent): Bond {
	switch (event.type) {
		case 'blocked':
			return {friends: false, blockedBy: [...without(bond.blockedBy, event.user), event.user], questions: []};
		case 'unblocked':
			return {...bond, blockedBy: without(bond.blockedBy, event.user)};
		case 'unfriended':
			return {...bond, friends: false};
		case 'asked': {
			const {type: _type, ...question} = event;
			return {...bond, questions: [...others(bond.questions, question), question]};
		}

		case 'withdrawn':
			return {...bond, questions: others(bond.questions, event)};
		case 'answered': {
			const left = others(bond.questions, event);
			if (event.kind !== 'friend' || !event.accepted) return {...bond, questions: left};
			// Two who asked each other need not answer twice.
			return {...bond, friends: true, questions: left.filter(({kind}) => kind !== 'friend')};
		}
	}
}

function without(users: readonly UserName[], user: UserName): readonly UserName[] {
	return users.filter(one => one !== user);
}

function others(questions: readonly Question[], question: Asked): readonly Question[] {
	return questions.filter(one => !isSameQuestion(one, question));
}
