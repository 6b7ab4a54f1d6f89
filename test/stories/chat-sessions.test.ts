/** Stories of chat sessions: who gets one and who does not, how it ends, and what stands in the log of it. */
import {describe} from 'vitest';
import {story} from '../harness/story.ts';

describe('a chat session', () => {
	story(
		'has a number that both see, and is open for both until one ends it; nobody else hears of it',
		`alice signs up
		bob signs up
		eve signs up
		alice> /chat bob
		alice< chat #1 with bob started
		bob< chat #1 with alice started
		alice's screen says bob ● online · chat #1
		alice> hi
		bob< alice: hi
		alice> /sessions
		alice< chat #1 with bob
		bob> /end
		bob< chat #1 with alice ended by bob
		alice< chat #1 with bob ended by bob
		alice> /sessions
		alice< You have no open chat session
		eve< (nothing)`,
	);

	story(
		'has its lines in both transcripts also after client and server were started anew',
		`alice signs up
		bob signs up
		alice> /chat bob
		alice< chat #1 with bob started
		alice> hi
		bob< alice: hi
		bob> /end
		alice< chat #1 with bob ended by bob
		alice> later
		bob< alice: later
		bob quits
		the server restarts
		bob comes back
		bob> /msg alice
		bob's screen says chat #1 with alice started
		bob's screen says chat #1 with alice has ended`,
	);

	story(
		'is refused with the reason: unknown, oneself, busy, blocked, or in one already',
		`alice signs up
		bob signs up
		carol signs up
		alice> /chat nobody
		alice< There is no user called nobody
		alice> /chat alice
		alice< That is you
		bob> /busy
		bob< You are busy
		alice> /chat bob
		alice< bob is busy
		carol> /block alice
		carol< alice is blocked
		alice> /chat carol
		alice< carol has blocked you
		bob> /back
		bob< You are online
		alice> /chat bob
		alice< chat #1 with bob started
		alice> /chat bob
		alice< You are already in chat #1 with bob`,
	);

	story(
		'with somebody who is offline offers to leave a message',
		`alice signs up
		bob signs up
		bob signs out
		alice's screen says bob offline
		alice> /chat bob
		alice is asked "bob is offline"
		alice answers y
		alice> call me
		alice< alice: call me
		alice< bob is offline; the message waits
		bob signs in
		bob< alice: call me`,
	);

	story(
		'ends when one signs out',
		`alice signs up
		bob signs up
		alice> /chat bob
		alice< chat #1 with bob started
		bob< chat #1 with alice started
		bob signs out
		alice< chat #1 with bob ended: bob signed out`,
	);

	story(
		'outlives a broken link for a minute, and not longer',
		`alice signs up
		bob signs up
		alice> /chat bob
		alice< chat #1 with bob started
		bob's link breaks
		bob comes back
		bob> /sessions
		bob< chat #1 with alice
		bob's link breaks
		alice> where have you gone?
		alice< alice: where have you gone?
		61 s pass
		alice< ended`,
	);

	story(
		'is one of several, each with its own number, never used again, also after a restart',
		`alice signs up
		bob signs up
		carol signs up
		alice> /chat bob
		alice< chat #1 with bob started
		alice> /chat carol
		alice< chat #2 with carol started
		alice> /end #2
		alice< chat #2 with carol ended by alice
		alice> /end 2
		alice< You have no chat #2
		the server restarts
		alice> /sessions
		alice< chat #1 with bob
		alice> /chat carol
		alice< chat #3 with carol started`,
	);

	story(
		'stands in the log under its number, for the two alone',
		`alice signs up
		bob signs up
		eve signs up
		alice> /msg bob before
		bob< alice: before
		alice> /chat bob
		bob< chat #1 with alice started
		alice> during
		bob< alice: during
		alice> /end
		bob< ended by alice
		bob> /history #1
		bob< chat #1: 1 message from the top
		eve> /history #1
		eve< You have no chat #1
		bob> /history #9
		bob< You have no chat #9`,
	);
});
