/** A day of somebody who types the command lines of another messenger. */
import {story} from '../harness/story.ts';

story(
	'somebody who knows nothing but the old spellings gets through a day',
	`alice signs up
	bob signs up
	alice> /CHAT_REQUEST(alice-bob)
	alice< chat #1 with bob started
	bob< chat #1 with alice started
	alice> good morning
	bob< alice: good morning
	bob> /SNUM
	bob< chat #1 with alice
	bob> /END_REQUEST(1)
	alice< chat #1 with bob ended by bob
	bob> /HISTORY_REQ(bob-alice)
	bob> /log out
	alice< bob left`,
);
