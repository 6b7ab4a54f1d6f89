/** Finds the password for a host of a record in a pgpass file, as PostgreSQL's own programs do. */
import {readFileSync, statSync} from 'node:fs';
import {homedir} from 'node:os';
import path from 'node:path';
import {CannotStart} from './cannot-start.ts';

/** What a line of the file is looked up by. */
export type Asking = {
	readonly host: string;
	readonly port: number;
	readonly database: string;
	readonly user: string;
};
type Environment = Readonly<Record<string, string | undefined>>;

const isWindows = process.platform === 'win32';

/**
 * @param file undefined: the one of PGPASSFILE, else the one in its usual place
 * @returns undefined where there is no file, or no line in it for this host
 * @throws CannotStart for a file that others may read, or that cannot be read
 */
export function passwordIn(file: string | undefined, asking: Asking, env: Environment): string | undefined {
	const named = file ?? env['PGPASSFILE'];
	const where = named ?? usualPlace(env);
	try {
		if (!isWindows && (statSync(where).mode & 0o077) !== 0)
			throw new CannotStart(
				`The password file ${where} is open to others, so it is not used; run chmod 600 on it.`,
			);
		return readFileSync(where, 'utf8').split('\n').map(fieldsOf).find(matches(asking))?.[4];
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException; // of the disk; one of ours has none
		if (code === undefined) throw error;
		if (code === 'ENOENT' && named === undefined) return undefined;
		throw new CannotStart(
			`The password file ${where} cannot be read (${code}); name another, or set PGPASSWORD.`,
		);
	}
}

function usualPlace(env: Environment): string {
	return isWindows
		? path.join(env['APPDATA'] ?? homedir(), 'postgresql', 'pgpass.conf')
		: path.join(env['HOME'] ?? homedir(), '.pgpass');
}

/** Host, port, database, user and password; a backslash stands before a colon or a backslash that belongs to one of them. */
function fieldsOf(line: string): string[] {
	const fields = line.trimEnd().match(/(?<=^|:)(?:\\.|[^\\:])*/g) ?? [];
	return line.startsWith('#') ? [] : fields.map(field => field.replace(/\\(.)/g, '$1'));
}

function matches({host, port, database, user}: Asking): (fields: string[]) => boolean {
	const wanted = [host, String(port), database, user];
	return fields =>
		fields.length >= 5 && wanted.every((value, index) => fields[index] === '*' || fields[index] === value);
}
