/** Stories of blocks and friendships: the one who blocks, the one blocked, and the one looking on. */
import {describe} from 'vitest';
import {story} from '../harness/story.ts';

describe('a block', () => {
	story(
		'stops messages, chats, invitations and broadcasts, and says so to the one blocked',
		`alice signs up
		bob signs up
		carol signs up
		alice> /block bob
		alice< bob is blocked
		bob> /msg alice hello
		bob< alice has blocked you
		bob> /chat alice
		bob< alice has blocked you
		bob> /friend alice
		bob< alice has blocked you
		bob> /join #build
		bob< You created #build
		bob> /invite alice
		bob< alice has blocked you
		alice< (nothing)
		bob> /broadcast to everyone
		bob< Your broadcast reached 1 person; somebody could not be reached
		carol< bob: to everyone
		alice< (nothing)`,
	);

	story(
		'hides whether one is there from the one blocked alone',
		`alice signs up
		bob signs up
		carol signs up
		bob's screen says alice online
		alice> /block bob
		bob's screen says alice offline
		carol's screen says alice online
		bob> /whoelse
		bob< carol is online
		bob< (nothing)
		bob> /whois alice
		bob< alice is offline
		alice> /unblock bob
		bob's screen says alice online`,
	);

	story(
		'ends the chat session between the two',
		`alice signs up
		bob signs up
		alice> /chat bob
		bob< chat #1 with alice started
		alice> /block bob
		alice< chat #1 with bob ended by alice
		bob< chat #1 with alice ended by alice`,
	);

	story(
		'of a friend ends the friendship on both screens',
		`alice signs up
		bob signs up
		alice> /friend bob
		bob> /friend alice
		alice< bob and you are friends now
		alice> /block bob
		alice< bob is blocked
		alice< bob and you are no longer friends
		bob< alice and you are no longer friends
		alice> /friends
		alice< You have no friends here yet
		bob> /friends
		bob< You have no friends here yet
		bob> /unfriend alice
		bob< You and alice are not friends`,
	);

	story(
		'folds in a room what the one blocked says, for the one who blocks alone',
		`alice signs up
		bob signs up
		carol signs up
		alice> /block bob
		alice< bob is blocked
		alice> /msg #lobby morning
		bob> /msg #lobby alice, are you there?
		carol< bob: alice, are you there?
		carol> /msg #lobby she is
		alice's screen says she is
		alice's screen says … bob is blocked
		alice> /unblock bob
		alice's screen says are you there?`,
	);

	story(
		'is not for oneself, nor for an unknown name, nor twice, and ends once',
		`alice signs up
		bob signs up
		alice> /blocked
		alice< You have blocked nobody
		alice> /block alice
		alice< That is you
		alice> /block nobody
		alice< There is no user called nobody
		alice> /block bob
		alice< bob is blocked
		alice> /block bob
		alice< You have blocked bob; /unblock bob ends the block
		alice> /blocked
		alice< You have blocked bob.
		alice> /unblock bob
		alice< bob is no longer blocked
		alice> /unblock bob
		alice< You have not blocked bob
		bob> /msg alice hi again
		alice< bob: hi again`,
	);
});

describe('a friendship', () => {
	story(
		'begins when the other says yes, and ends for both',
		`alice signs up
		bob signs up
		carol signs up
		alice> /friend bob
		alice< Friend request sent to bob
		bob is asked "alice wants to be your friend"
		bob answers y
		bob< alice and you are friends now
		alice< bob and you are friends now
		alice> /friends
		alice< bob is online
		alice> /friend bob
		alice< You and bob are already friends
		bob> /unfriend alice
		bob< alice and you are no longer friends
		alice< bob and you are no longer friends
		bob> /unfriend alice
		bob< You and alice are not friends
		carol< (nothing)`,
	);

	story(
		'is refused by a no, and left open by Later, until one asks back',
		`alice signs up
		bob signs up
		carol signs up
		carol> /friend bob
		bob is asked "carol wants to be your friend"
		bob answers n
		carol< bob declined your friend request
		alice> /friend bob
		alice< Friend request sent to bob
		bob is asked "alice wants to be your friend"
		bob answers l
		bob< /friends shows it again.
		bob> /friends
		bob< alice wants to be your friend: /friend alice accepts, /unfriend alice declines
		alice> /friend bob
		alice< Your request to bob is still pending
		alice> /friends
		alice< Friend request to bob pending; /unfriend bob withdraws it
		bob> /friend alice
		bob< alice and you are friends now
		alice< bob and you are friends now`,
	);

	story(
		'that was left for later is refused by a command',
		`alice signs up
		bob signs up
		alice> /friend bob
		bob is asked "alice wants to be your friend"
		bob presses cancel
		bob> /unfriend alice
		bob< You declined the friend request of alice
		alice< bob declined your friend request
		bob> /friends
		bob< You have no friends here yet
		bob> /unfriend alice
		bob< You and alice are not friends`,
	);

	story(
		'can be asked for while the other is away: the question waits, and can be withdrawn',
		`alice signs up
		bob signs up
		bob signs out
		alice> /friend bob
		alice< Friend request sent to bob
		the server restarts
		bob signs in
		bob is asked "alice wants to be your friend"
		alice> /unfriend bob
		alice< Friend request to bob withdrawn
		bob< alice withdrew the friend request
		bob> /friends
		bob< You have no friends here yet`,
	);

	story(
		'lets friends alone see where one is',
		`alice signs up
		bob signs up
		carol signs up
		alice> /friend bob
		bob is asked "alice wants to be your friend"
		bob answers y
		alice< bob and you are friends now
		alice> /whois bob
		alice< bob is online, since
		alice< reachable at 127.0.0.1
		carol> /whois bob
		carol< bob is online
		carol< Only friends see where bob is
		alice> /whois nobody
		alice< There is no user called nobody`,
	);
});
