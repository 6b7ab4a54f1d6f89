/** Stories of rooms: in and out, topics, invitations, who has read what, and a past that is for members. */
import {describe} from 'vitest';
import {story} from '../harness/story.ts';

story(
	'everybody is in the lobby from the first sign-in on',
	`alice signs up
	bob signs up
	alice< bob has joined
	alice's screen says #lobby
	alice> /msg #lobby
	alice> /msg #lobby hello everybody
	bob< alice: hello everybody
	alice's message hello everybody is read`,
);

describe('a room', () => {
	story(
		'is made by the first who joins, and heard by its members alone',
		`alice signs up
		bob signs up
		eve signs up
		alice> /join #build
		alice< You created #build
		bob> /j build
		bob< You are in #build, 2 members
		alice< bob has joined
		alice> hi there
		bob< alice: hi there
		bob> /names
		bob< 2 members of #build
		bob< alice is online
		bob< bob is online
		eve> /rooms
		eve< #lobby, 3 members, you are in it
		eve< #build, 2 members
		eve> /msg #build
		eve< You are not in a room called #build
		eve> /msg #build let me in
		eve< You are not in a room called #build
		bob> /leave
		bob< You have left #build
		alice< bob has left
		eve< (nothing)`,
	);

	story(
		'has a topic, which every member may set and sees',
		`alice signs up
		bob signs up
		alice> /topic
		alice< #lobby has no topic
		alice> /msg bob
		alice> /msg bob a word
		bob< alice: a word
		alice> /topic
		alice< No room is open here
		alice> /join #build
		alice< You created #build
		bob> /join #build
		bob< You are in #build
		alice> /topic the build is green
		alice< You set the topic: “the build is green”
		bob< alice set the topic: “the build is green”
		bob's screen says #build · “the build is green”
		bob> /topic
		bob< The topic of #build: the build is green
		bob quits
		bob comes back
		bob> /join #build
		bob< You are in #build, 2 members: “the build is green”`,
	);

	story(
		'is gone into by an invitation that waits, also for somebody who is away',
		`alice signs up
		bob signs up
		carol signs up
		bob signs out
		alice> /join #build
		alice< You created #build
		alice> welcome
		alice> /invite bob
		alice< bob is invited to #build
		alice> /invite carol
		carol is asked "alice invites you to #build"
		carol answers n
		alice< carol declined your invitation to #build
		alice> /invite nobody
		alice< There is no user called nobody
		bob signs in
		bob is asked "alice invites you to #build"
		bob answers y
		bob< You are in #build, 2 members
		alice< bob accepted your invitation to #build
		alice> /invite bob
		alice< bob is already in #build
		bob> thank you
		alice< bob: thank you`,
	);

	story(
		'to which one is invited stands in the list until it is gone into or refused',
		`alice signs up
		bob signs up
		alice> /join #build
		alice< You created #build
		alice> /invite bob
		bob is asked "alice invites you to #build"
		bob answers l
		bob< /rooms shows it again.
		bob> /rooms
		bob< alice invites you to #build: /join #build accepts, /leave #build declines
		alice> /rooms
		alice< Invitation of bob to #build pending
		bob> /leave #build
		bob< You declined the invitation to #build of alice
		alice< bob declined your invitation to #build
		bob> /leave #build
		bob< You are not in a room called #build
		alice> /invite bob
		alice< bob is invited to #build
		bob> /join #build
		bob< You are in #build, 2 members
		alice< bob accepted your invitation to #build`,
	);

	story(
		'does not bother somebody who is busy with invitations',
		`alice signs up
		bob signs up
		bob> /busy writing
		bob< You are busy: writing
		alice> /join #build
		alice< You created #build
		alice> /invite bob
		alice< bob is busy`,
	);

	story(
		'marks a message as read when all have read it, and counts on demand',
		`alice signs up
		bob signs up
		carol signs up
		alice> /msg #lobby
		alice> /msg #lobby who reads this
		alice's message who reads this is read
		alice> /receipts
		alice< Of 2 others, 2 have received and 2 have read your last message here`,
	);

	story(
		'keeps what was said for a member who is away, and says on sign-in how much that is',
		`alice signs up
		bob signs up
		alice> /msg #lobby
		alice> /msg #lobby one
		bob< alice: one
		alice's message one is read
		bob signs out
		alice> two
		alice> /msg bob
		alice> /msg bob three
		alice< alice: three
		bob signs in
		bob< 1 message from alice, 1 in #lobby while you were away
		bob< alice: two
		bob< alice: three`,
	);

	story(
		'shows a member who was called by name that they were until they have read it, whatever is started anew',
		`alice signs up
		bob signs up
		alice> /msg #lobby
		alice> /msg #lobby one
		alice's message one is read
		bob quits
		alice> @Bob, are you there?
		alice> it is about bobby
		alice's message it is about bobby is stored
		bob looks away
		bob comes back
		bob's screen says 2 messages in #lobby while you were away
		bob's screen says #lobby  @1 2
		the server restarts
		bob's screen says #lobby  @1 2
		bob quits
		bob comes back
		bob's screen says #lobby  @1 2
		alice> bob’s build, I mean
		bob's screen says #lobby  @2 3
		bob looks again
		bob's screen says #lobby  0
		alice's message bob’s build, I mean is read
		bob looks away
		the server restarts
		bob quits
		bob comes back
		bob's screen says #lobby  0`,
	);
});

story(
	'the operator deletes a room: its members read that it is gone, and who joins it makes a new one',
	`alice signs up
	bob signs up
	alice> /join #build
	bob> /join #build
	bob< You are in #build
	alice> the build is red
	bob< alice: the build is red
	the operator deletes #build
	alice< The operator of the server has deleted #build, and what was said there
	bob< The operator of the server has deleted #build, and what was said there
	the log says room #build deleted by the operator
	alice> /msg #build hello?
	alice< You are not in a room called #build
	bob> /join #build
	bob< You created #build
	bob> it is green
	the server restarts
	alice> /join #build
	alice< You are in #build, 2 members`,
);
