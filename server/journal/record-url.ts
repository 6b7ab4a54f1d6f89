/** Parses the URL of a PostgreSQL record: its hosts, database, user and TLS. */
import {CannotStart} from '../../lib/cannot-start.ts';
import {isLoopback} from '../../protocol/address.ts';

/** Where a record stands; several hosts are one primary and its standbys. */
export type RecordPlace = {
	readonly hosts: ReadonlyArray<{readonly host: string; readonly port: number}>;
	readonly database: string;
	readonly user: string | undefined;
	/** Undefined: of PGPASSWORD, else of the password file. */
	readonly password: string | undefined;
	/** Undefined: of PGPASSFILE, else the one in its usual place. */
	readonly passfile: string | undefined;
	readonly tls: 'none' | 'unverified' | {readonly ca: string | undefined};
	/** How it is named to the operator, without its password. */
	readonly name: string;
};

const URL_FORM = /^postgres(?:ql)?:\/\/(?:([^:@/]+)(?::([^@/]*))?@)?([^/?@]+)\/([^/?]+)(?:\?(.*))?$/;
const HOST = /^(\[[0-9a-f:.]+\]|[^:[\]]+)(?::(\d{1,5}))?$/i;
const PORT = 5432;
const KNOWN = ['sslmode', 'sslrootcert', 'passfile'];
const EXAMPLE = 'such as postgres://chat@db1.example.org,db2.example.org/chat';

type ReadFile = (path: string) => string;

/** @param read reads the file of a certificate @throws CannotStart with a sentence that does not repeat a password */
export function recordPlace(url: string, read: ReadFile): RecordPlace {
	const [, user, password, hostList = '', database = '', query = ''] = URL_FORM.exec(url.trim()) ?? [];
	const hosts = hostList.split(',').map(hostOf);
	if (database === '' || hosts.some(each => each === undefined))
		throw new CannotStart(`--record takes the URL of a PostgreSQL database, ${EXAMPLE}.`);
	const known = hosts.filter(each => each !== undefined);
	const options = new URLSearchParams(query);
	const foreign = [...options.keys()].find(key => !KNOWN.includes(key));
	if (foreign !== undefined)
		throw new CannotStart(`--record knows the options ${KNOWN.join(', ')}, and not ${foreign}.`);
	const names = known.map(({host, port}) => (port === PORT ? host : `${host}:${port}`));
	return {
		hosts: known,
		database: decoded(database),
		user: user === undefined ? undefined : decoded(user),
		password: password === undefined ? undefined : decoded(password),
		passfile: options.get('passfile') ?? undefined,
		tls: tlsOf(known, options, read),
		name: `${names.join(',')}/${decoded(database)}`,
	};
}

function hostOf(text: string): RecordPlace['hosts'][number] | undefined {
	const [, host, port = String(PORT)] = HOST.exec(text) ?? [];
	return host === undefined ? undefined : {host: host.replace(/^\[|\]$/g, ''), port: Number(port)};
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		throw new CannotStart(`--record has a % that no two hexadecimal digits follow; write %25 for it.`);
	}
}

/** Connections leave the machine only encrypted and to a host that a certificate vouches for, unless the URL says otherwise. */
function tlsOf(hosts: RecordPlace['hosts'], options: URLSearchParams, read: ReadFile): RecordPlace['tls'] {
	const root = options.get('sslrootcert');
	const near = hosts.every(({host}) => isLoopback(host));
	const mode = options.get('sslmode') ?? (near && root === null ? 'disable' : 'verify-full');
	switch (mode) {
		case 'disable':
			return 'none';
		case 'require':
			return root === null ? 'unverified' : {ca: certificate(root, read)};
		case 'verify-full':
			return {ca: root === null || root === 'system' ? undefined : certificate(root, read)};
		default:
			throw new CannotStart(`sslmode of --record is disable, require or verify-full, and not ${mode}.`);
	}
}

function certificate(path: string, read: ReadFile): string {
	try {
		return read(path);
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException; // only the disk's own errors come here
		throw new CannotStart(
			`The sslrootcert ${path} cannot be read (${code}); name a file with the certificate.`,
		);
	}
}
