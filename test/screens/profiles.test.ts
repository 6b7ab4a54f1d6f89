/** Friends at terminals of their own tell of themselves in profiles. */
import {describe, test} from 'vitest';
import {friends} from '../harness/friend-screens.ts';

const sizes = [
	{columns: 80, rows: 24},
	{columns: 40, rows: 10},
];

describe.each(sizes)('at $columns columns and $rows rows', size => {
	test('the form of the own profile is filled, saved and opened again, and a friend reads the profile', async () => {
		const {alice, bob} = await friends(size);
		bob.write('/profile\r');
		await bob.until(/Name +›/);
		bob.write('Bob Builder\tBasel\tGerman, English\tbuilding\tcats\t+41 61 000\tI build.\nAnd I mend.');
		await bob.until('I mend.');
		bob.write('\r');
		await bob.until(/saved as version/);
		bob.write('/profile\r');
		await bob.until(/Name +› Bob Builder/);
		for (const field of [
			/City +› Basel/,
			/Languages +› German, English/,
			/Work +› building/,
			/Interests +› cats/,
			/Phone +› \+41 61 000/,
			/More +› I build\..*And I mend\./,
		]) {
			bob.write('\t');
			await bob.until(field);
		}

		bob.write('\x1b');
		await bob.until(() => !bob.text().includes('What your friends'));
		alice.write('/profile bob\r');
		await alice.until(/Phone: \+41 61 000.*I build\..*And I mend\./s);
	});
});
