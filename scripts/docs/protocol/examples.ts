/** Makes an example of each frame, and checks it by the frame's own schema. */
import {z} from 'zod';
import {Shortcoming} from '../shortcoming.ts';
import {itemOf, required} from './kinds.ts';

const NOON = 1_767_268_800_000;
const DIGEST = 'x3Q9v0cB1nM5kL7sD2fG8hJ4aP6oI0uYtReWqZxCvBn';

/** Values by the name of a field, the likeliest first: the first that the field's schema accepts is taken. */
const VALUES: Readonly<Record<string, readonly unknown[]>> = {
	after: [0],
	addresses: [[{host: '192.168.1.20', port: 40_123}]],
	at: [NOON],
	before: [13],
	certificate: ['-----BEGIN CERTIFICATE-----\n…\n-----END CERTIFICATE-----\n'],
	change: [{type: 'edit', text: 'Lunch at one?'}],
	chat: [7, DIGEST],
	code: ['k7mq-2xw9'],
	conversation: ['alice+bob'],
	device: ['d1b2c3d4e5'],
	expires: [NOON + 604_800_000],
	file: ['ab'.repeat(32)],
	fingerprint: [DIGEST],
	from: ['bob', 1],
	id: ['d1b2c3d4e5.m1k2j3.42'],
	identity: [DIGEST],
	idle: [300_000],
	lastAt: [NOON],
	left: [1],
	life: [604_800_000],
	limit: [50],
	members: [3],
	mentions: [1],
	milliseconds: [3_600_000],
	messageId: ['d1b2c3d4e5.m1k2j3.42'],
	name: ['bo', 'notes.pdf'],
	offset: [0],
	size: [1200],
	new: ['battery staple correct'],
	nonce: [DIGEST],
	now: [NOON],
	old: ['correct horse battery'],
	own: [[[5, 6, 2]]],
	password: ['correct horse battery'],
	phone: ['+49301234567'],
	places: [[{conversation: 'alice+bob', before: 13}]],
	protocol: [1],
	reason: ['too loud'],
	networks: [['203.0.113.9']],
	newPassword: ['battery staple correct'],
	relay: [DIGEST],
	remark: ['at lunch'],
	room: ['#build'],
	screens: [3],
	seen: [NOON, '192.168.1.20'],
	servers: [['chat1.example.org:10001', 'chat2.example.org:10001']],
	signature: ['s'.repeat(86)],
	since: [NOON],
	sha256: ['ab'.repeat(32)],
	ticket: [DIGEST],
	until: [NOON + 2_592_000_000],
	store: ['Zm9vYmFyYmF6cXV4'],
	text: ['Lunch at noon?'],
	token: ['dG9rZW4tb2YtdGhpcy1kZXZpY2U'],
	target: [12],
	topic: ['The build'],
	user: ['bob'],
	uses: [1],
};

/** Values that fit most fields of their kind. */
const USUAL: readonly unknown[] = ['bob', '#build', 'alice+bob', 12, true, NOON, 'text', DIGEST];

/** @throws Shortcoming if no example is valid: a new field needs a value in the table */
export function exampleOf(
	fields: Readonly<Record<string, z.ZodType>>,
	where: string,
): Record<string, unknown> {
	const example: Record<string, unknown> = {};
	for (const [name, field] of Object.entries(fields)) example[name] = valueOf(name, field, where);
	return example;
}

function valueOf(name: string, field: z.ZodType, where: string): unknown {
	const {schema} = required(field);
	if (schema instanceof z.ZodObject) return exampleOf(schema.shape, `${where}.${name}`);
	if (schema instanceof z.ZodEnum) return schema.options[0];
	if (schema instanceof z.ZodLiteral) return schema.value;
	const list = itemOf(schema);
	const known = VALUES[name]?.find(value => schema.safeParse(value).success);
	if (known !== undefined) return known;
	if (list) return [valueOf(singular(name), list.item, where)];
	const usual = USUAL.find(value => schema.safeParse(value).success);
	if (usual === undefined)
		throw new Shortcoming(
			`${where}.${name} has no example: add a value to scripts/docs/protocol/examples.ts.`,
		);
	return usual;
}

function singular(name: string): string {
	return name === 'people' ? 'person' : name.replace(/s$/, '');
}
