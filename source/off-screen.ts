/** Runs all commands but the client and its demo. Modules that are slow to load are loaded when they are needed. */
import {connection} from './command-line/connection.ts';
import type {CommandName} from './command-line/commands.ts';
import {failed} from './command-line/failed.ts';
import {runCommand, type Commands} from './command-line/run.ts';
import {atMost, fileIn, UsageError} from './command-line/words.ts';

const commands: Commands<Exclude<CommandName, 'client' | 'demo'>> = {
	async serve(input, given) {
		const {serve} = await import('../server/cli.ts');
		return serve(atMost(3, input), given, failed);
	},
	async send(input, given) {
		const [{send}, environment] = await Promise.all([import('./scripts/send.ts'), scriptEnvironment()]);
		const {file, code} = given;
		const wishes = {...(file !== undefined && {file}), ...(code && {code})};
		return send(input, {...connection(given), ...wishes}, environment);
	},
	async history(input, given) {
		const [{history}, environment] = await Promise.all([import('./scripts/history.ts'), scriptEnvironment()]);
		return history(atMost(1, input), {...given, ...connection(given)}, environment);
	},
	async watch(input, given) {
		const {watch} = await import('./scripts/watch.ts');
		return watch(input, {...given, ...connection(given)}, await scriptEnvironment());
	},
	async 'forget-server'(input) {
		const [{forgetServer}, environment] = await Promise.all([
			import('./scripts/forget-server.ts'),
			scriptEnvironment(),
		]);
		return forgetServer(atMost(1, input), environment);
	},
	async status(input, given) {
		atMost(0, input);
		const {admin} = await import('../server/admin.ts');
		return admin(['status'], given, failed);
	},
	async admin(input, given) {
		if (input.length === 0) throw new UsageError('Which command? chat-tui admin help lists them');
		const {admin} = await import('../server/admin.ts');
		return admin(input, given, failed);
	},
	async export(input, given) {
		const {runExport} = await import('../server/database/cli.ts');
		const file = given.record === undefined ? fileIn(input) : atMost(0, input)[0];
		return runExport(file, given, failed);
	},
	async import(input, given) {
		const {runImport} = await import('../server/database/cli.ts');
		const file = given.record === undefined ? fileIn(input) : atMost(0, input)[0];
		return runImport(file, given, failed);
	},
	async backup(input, given) {
		const [folder] = atMost(1, input);
		if (folder === undefined) throw new UsageError('Which folder? Name a new one for the copy');
		const {runBackup} = await import('../server/database/cli.ts');
		return runBackup(folder, given, failed);
	},
	async doctor(input, given) {
		atMost(0, input);
		const {runDoctor} = await import('../server/database/cli.ts');
		return runDoctor(given, failed);
	},
	async 'hash-password'(input) {
		atMost(0, input);
		const {hashPassword} = await import('../server/hash-password.ts');
		const {askPassword} = await import('./scripts/ask-password.ts');
		return hashPassword({stdin: process.stdin, ask: askPassword, failed});
	},
};

await runCommand(commands);

async function scriptEnvironment() {
	const {processEnvironment: thisProcess} = await import('./scripts/script.ts');
	return thisProcess();
}
