/** Stories of rooms with operators: three people, what one does to another, what the third sees, and restarts. */
import {describe} from 'vitest';
import {story} from '../harness/story.ts';

/** Alice owns #build, and bob and eve are in it. */
const BUILD = `alice signs up
	bob signs up
	eve signs up
	alice> /join #build
	alice< You created #build
	bob> /join #build
	bob< You are in #build
	eve> /join #build
	eve< You are in #build`;

describe('the owner of a room', () => {
	story(
		'removes somebody, who reads why and may come back, also after a restart',
		`${BUILD}
		alice> /kick eve too loud
		alice< You removed eve: “too loud”
		bob< alice removed eve: “too loud”
		eve< alice removed you from #build: “too loud”
		alice> among us
		bob< alice: among us
		eve< (nothing)
		eve> /history #build
		eve< You are not in a room called #build
		the server restarts
		eve comes back
		eve> /msg #build
				eve< You are not in a room called #build
		eve> /join #build
		eve< You are in #build, 3 members`,
	);

	story(
		'bans somebody, who stays out over a restart until the ban is lifted',
		`${BUILD}
		alice> /ban eve spam
		alice< You banned eve: “spam”
		bob< alice banned eve: “spam”
		eve< alice banned you from #build: “spam”
		eve> /join #build
		eve< You are banned from #build; ask one of its operators.
		bob> /invite eve
		bob< eve is banned from #build
		the server restarts
		alice comes back
		alice> /msg #build
		eve comes back
		alice> /bans
		alice< eve is banned from #build
		eve> /join #build
		eve< You are banned from #build
		alice> /unban eve
		alice< eve may join #build again
		eve> /join #build
		eve< You are in #build`,
	);

	story(
		'makes an operator, who may do the same to others but not to them, and takes that back',
		`${BUILD}
		bob> /kick eve
		bob< Only the operators of #build may do that
		alice> /op bob
		alice< You made bob an operator of #build
		bob< alice made you an operator of #build
		eve< alice made bob an operator of #build
		eve> /names
		eve< 3 members of #build (~ owner, @ operators)
		eve< ~alice is online
		eve< @bob is online
		eve< eve is online
		the server restarts
		alice comes back
		alice> /msg #build
		bob comes back
		bob> /msg #build
		eve comes back
		eve> /msg #build
		bob> /kick alice
		bob< alice is the owner of #build
		bob> /kick eve
		bob< You removed eve
		eve< bob removed you from #build
		alice> /deop bob
		alice< You made bob an ordinary member of #build again
		bob< alice made you an ordinary member of #build again
		bob> /room private
		bob< Only the operators of #build may do that`,
	);

	story(
		'hands the room over by leaving it, and so does who is deleted',
		`${BUILD}
		alice> /op eve
		eve< alice made you an operator
		bob< alice made eve an operator
		alice> /leave
		alice< You have left #build
		eve< alice has left; you own the room now
		bob< alice has left; eve owns the room now
		the server restarts
		bob comes back
		bob> /msg #build
		eve comes back
		eve> /msg #build
		the operator deletes eve
		bob< eve has left; you own the room now
		bob> /room
		bob< #build is open to everybody; every member sets its topic; you own it`,
	);
});

describe('a private room', () => {
	story(
		'is entered by invitation alone, is not listed for others, and stays so over a restart',
		`alice signs up
		bob signs up
		eve signs up
		alice> /join #den
		alice< You created #den
		alice> /room private
		alice< You changed the room: #den is private
		bob> /join #den
		bob< Only invited users join #den; ask one of its operators to invite you
		bob> /rooms
		bob< #lobby, 3 members, you are in it
		bob< (nothing)
		alice> /invite bob
		alice< bob is invited to #den
		the server restarts
		alice comes back
		alice> /msg #den
		bob comes back
		eve comes back
		bob> /rooms
		bob< #lobby, 3 members, you are in it
		bob< #den, 1 member, private
		bob> /join #den
		bob< You are in #den, 2 members
		alice< bob has joined
		bob> /invite eve
		bob< Only the operators of #den may do that
		eve> /join #den
		eve< Only invited users join #den
		alice> /room open
		bob< alice changed the room: #den is open to everybody
		eve> /join #den
		eve< You are in #den, 3 members`,
	);
});

story(
	'a topic that only operators set is refused to others, and keeps what it was',
	`${BUILD}
	alice> /topic the build is green
	bob< alice set the topic
	alice> /room topic operators
	bob< alice changed the room: #build is open to everybody; only operators set its topic
	the server restarts
	alice comes back
	alice> /msg #build
	bob comes back
	bob> /msg #build
	bob> /topic mine
	bob< Only the operators of #build may do that
	bob> /topic
	bob< The topic of #build: the build is green
	alice> /room topic everybody
	bob< alice changed the room
	bob> /topic ours
	alice< bob set the topic: “ours”`,
);

story(
	'an admin of the server is an operator of the lobby, and puts nobody out of the server with /kick',
	`alice signs up
	bob signs up
	eve signs up
	bob> /kick eve
	bob< Only the operators of #lobby may do that
	the operator makes alice an admin
	alice< /server-kick, /server-ban, /server-unban, /server-bans and /reset-password are yours now
	alice> /kick bob
	alice< You removed bob
	eve< alice removed bob
	bob< alice removed you from #lobby
	bob> /join #lobby
	bob< You are in #lobby, 3 members`,
);
