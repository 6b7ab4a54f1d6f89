/** Command lines that cannot be carried out, and what all commands of the table have in common. */
import {expect, test} from 'vitest';
import {commands} from '../../source/commands/index.ts';
import {usage} from '../../terminal/commands/line.ts';
import {problemOf} from '../harness/command-line.ts';

test('an unknown command is answered with the nearest one', () => {
	expect(problemOf('/hlep')).toBe(
		'There is no command /hlep; did you mean /help? To send it as text, type //hlep.',
	);
	expect(problemOf('/')).toContain('There is no command /');
});

test('what ends, leaves or sends is never proposed, however near it is to what was typed', () => {
	const grave = commands.filter(({consequence}) => consequence !== undefined);
	const names = grave.flatMap(({name, aliases}) => [name, ...aliases]);
	expect(names).toEqual(
		expect.arrayContaining([
			'logout',
			'signout',
			'quit',
			'q',
			'leave',
			'part',
			'end',
			'msg',
			'send',
			'broadcast',
		]),
	);
	const typed = names.flatMap(name => [
		`${name}x`,
		`x${name}`,
		name.slice(0, -1),
		name.slice(1),
		`${name}${name}`,
	]);
	for (const word of ['ignore', 'sing', 'x', ...typed]) {
		const [, proposed] = /did you mean \/(\S+)\?/.exec(problemOf(`/${word} bob`)) ?? [];
		expect(names, word).not.toContain(proposed);
	}
});

test('what is called otherwise elsewhere is named, and what is like nothing leads to the list of all', () => {
	expect(problemOf('/nick bob')).toContain('Names are fixed here');
	expect(problemOf('/xyzzy')).toBe(
		'There is no command /xyzzy; /help lists them all. To send it as text, type //xyzzy.',
	);
});

test('no two commands share a name, and each says what it does', () => {
	const names = commands.flatMap(({name, aliases}) => [name, ...aliases]);
	expect(new Set(names).size).toBe(names.length);
	for (const command of commands) {
		expect(command.summary).not.toBe('');
		expect(usage(command)).toMatch(new RegExp(`^/${command.name}( [<[].+)?$`));
	}
});
