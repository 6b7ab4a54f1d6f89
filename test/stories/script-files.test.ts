/** Stories of files that a script sends to a friend. */
import {describe} from 'vitest';
import {story} from '../harness/story.ts';

const friends = `alice signs up
		bob signs up
		bob> /friend alice
		alice is asked "bob wants"
		alice answers y
		bob< alice and you are friends now`;

describe('a file that a script sends', () => {
	story(
		'arrives unchanged after a yes, and the script is done',
		`${friends}
		alice's script sends bob the file LICENSE
		bob is asked "LICENSE"
		alice's script says Waiting for bob to accept LICENSE
		bob answers y
		bob< LICENSE is in
		alice's script is done
		bob has received LICENSE`,
	);

	story(
		'does not need its user to be online',
		`${friends}
		alice quits
		alice's script sends bob the file LICENSE
		bob is asked "LICENSE"
		bob answers y
		alice's script is done
		bob has received LICENSE`,
	);

	story(
		'fails if the friend declines it',
		`${friends}
		alice's script sends bob the file LICENSE
		bob is asked "LICENSE"
		bob answers n
		alice's script fails with bob declined LICENSE.`,
	);

	story(
		'fails if the friend signs out before the yes',
		`${friends}
		alice's script sends bob the file LICENSE
		bob is asked "LICENSE"
		bob signs out
		alice's script fails with The connection to bob ended before bob had all of LICENSE`,
	);

	story(
		'is withdrawn if the friend does not answer in 2 min',
		`${friends}
		alice's script sends bob the file LICENSE
		bob is asked "LICENSE"
		alice's script says Waiting
		alice's script has waited 120 s
		alice's script fails with bob has not accepted LICENSE in 2 min
		bob< alice does not offer LICENSE any more`,
	);

	story(
		'goes via the server if the settings of its user allow no direct connections',
		`${friends}
		alice's settings allow no direct connections
		alice's script sends bob the file LICENSE
		bob is asked "LICENSE"
		the log says relay for alice
		bob answers y
		alice's script is done
		bob has received LICENSE`,
	);

	story(
		'fails if the friend is offline',
		`${friends}
		bob signs out
		alice's script sends bob the file LICENSE
		alice's script fails with bob is offline`,
	);

	story(
		'fails if the receiver is not a friend, who hears nothing of it',
		`alice signs up
		bob signs up
		alice's script sends bob the file LICENSE
		alice's script fails with friend
		bob< (nothing)`,
	);

	story(
		'fails if there is no such file, before anything is sent',
		`alice signs up
		alice's script sends bob the file no-such-file
		alice's script fails with There is no file or folder`,
	);

	story(
		'is not offered to a friend whose key has changed',
		`${friends}
		alice quits
		alice's script sends bob the file LICENSE
		bob is asked "LICENSE"
		bob answers y
		alice's script is done
		bob quits
		laptop signs in elsewhere as bob
		alice's script sends bob the file LICENSE
		alice's script fails with The key of bob has changed`,
	);

	story(
		'needs a key of this machine, and makes none',
		`${friends}
		phone's script sends bob the file LICENSE as alice
		phone's script fails with This machine has no key of alice
		alice's script sends bob the file LICENSE
		bob is asked "LICENSE"
		bob answers y
		alice's script is done`,
	);

	story(
		'does not void the key of another machine',
		`${friends}
		alice quits
		laptop signs in elsewhere as alice
		alice's script sends bob the file LICENSE
		alice's script fails with alice uses the key of another machine now
		laptop's script sends bob the file LICENSE as alice
		bob is asked "LICENSE"
		bob answers y
		laptop's script is done`,
	);
});
