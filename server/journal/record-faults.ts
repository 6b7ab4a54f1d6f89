/** Says in one sentence why a PostgreSQL record cannot be used, and what to do. */
import {CannotStart} from '../../lib/cannot-start.ts';
import {JournalFailed} from './journal.ts';
import type {RecordPlace} from './record-url.ts';

/** Thrown where a host answers but takes no writes: a standby, or a primary that was replaced. */
export class NotPrimary extends Error {}

/** Thrown where a host lets in, and answers nothing. */
export class HostSilent extends Error {
	readonly code = 'ETIMEDOUT';
}

/** Thrown for what PostgreSQL answered, or did not: it is asked again on a new connection. */
export class RecordUnreachable extends Error {}

/** For a server that was silent for too long: the others have told its users that they are gone. @param name of the record */
export function leftBehind(name: string): JournalFailed {
	return new JournalFailed(
		`The other servers of the record ${name} have heard nothing of this one for too long and go on without it; start it again.`,
	);
}

/** Codes of PostgreSQL that no other attempt will change; all others may pass. */
const FINAL = new Set(['28P01', '28000', '3D000', '42501', '42P01', '42703']);

/** Whether trying again is of no use. */
export function isFinal(error: unknown): boolean {
	return error instanceof CannotStart || FINAL.has(codeOf(error)) || isCertificate(error);
}

/** @param user as the record knows it, if it was named */
export function recordFault(
	{name, user, database}: Pick<RecordPlace, 'name' | 'user' | 'database'>,
	error: unknown,
): CannotStart {
	if (error instanceof RecordUnreachable) return recordFault({name, user, database}, error.cause);
	if (error instanceof CannotStart) return error;
	if (error instanceof JournalFailed) return new CannotStart(error.message, {cause: error});
	return new CannotStart(sentence(name, user ?? 'the user of this machine', database, error), {cause: error});
}

function sentence(name: string, user: string, database: string, error: unknown): string {
	const message = error instanceof Error ? error.message : String(error);
	if (error instanceof NotPrimary)
		return `No host of the record ${name} takes writes: ${message}; promote one, or name the primary with --record.`;
	if (isCertificate(error))
		return `The certificate of the record ${name} is not trusted (${message}); name its authority with ?sslrootcert=FILE.`;
	switch (codeOf(error)) {
		case '28P01':
			return `The record ${name} refuses the password of ${user}; set PGPASSWORD, or write it into the pgpass file.`;
		case '28000':
			return `The record ${name} does not let ${user} in; name another user with --record, or change pg_hba.conf.`;
		case '3D000':
			return `The record ${name} has no database ${database}; make it with createdb, or name another with --record.`;
		case '42501':
			return `${user} lacks rights in the record ${name} (${message}); GRANT CREATE ON DATABASE ${database} to that user.`;
		case '':
			return message.includes('password')
				? `The record ${name} asks for a password; set PGPASSWORD, or write it into the pgpass file.`
				: message.includes('SSL')
					? `The record ${name} offers no TLS; switch it on there, or add ?sslmode=disable where the network is trusted.`
					: `The record ${name} cannot be used (${message}); look at the log of PostgreSQL.`;
		case 'ECONNREFUSED':
		case 'ENOTFOUND':
		case 'EAI_AGAIN':
		case 'ETIMEDOUT':
		case 'EHOSTUNREACH':
		case 'ENETUNREACH':
		case 'ECONNRESET':
			return `No PostgreSQL answers for the record ${name} (${codeOf(error)}); start it, or name another with --record.`;
		default:
			return `The record ${name} cannot be used (${message}); look at the log of PostgreSQL.`;
	}
}

function codeOf(error: unknown): string {
	const {code = ''} = error as {code?: string}; // errors of sockets and of PostgreSQL have one
	return code;
}

function isCertificate(error: unknown): boolean {
	return /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS/.test(codeOf(error));
}
