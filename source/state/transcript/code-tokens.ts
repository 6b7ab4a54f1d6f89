/** Finds comments, strings, numbers and keywords in code, by a table of languages; its time is in proportion to the code. */

export type Token = 'comment' | 'string' | 'number' | 'keyword';

type Language = {readonly comment: string; readonly keywords: string};

const C_COMMENT = String.raw`\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)`;
const HASH_COMMENT = String.raw`(?<![^\s;])#[^\n]*`;
const DASH_COMMENT = String.raw`--[^\n]*|\/\*[^]*?(?:\*\/|$)`;

const ecma = {
	comment: C_COMMENT,
	keywords:
		'as async await break case catch class const continue default delete do else enum export extends false finally for from function if implements import in instanceof interface let new null of readonly return static super switch this throw true try type typeof undefined var void while yield',
};
const c = {
	comment: C_COMMENT,
	keywords:
		'auto bool break case catch char class const constexpr continue default defer delete do double else enum extends extern false final finally float fn for func go goto if impl implements import in int interface let long loop map match mod mut namespace new nil null nullptr package private protected pub public range return select self short signed sizeof static struct super switch template this throw trait true try type typedef union unsigned use using var virtual void volatile where while',
};
const python = {
	comment: HASH_COMMENT,
	keywords:
		'False None True and as assert async await begin break class continue def del do elif else elsif end ensure except finally for from global if import in is lambda module next nil nonlocal not or pass raise rescue return self then unless until while with yield',
};
const shell = {
	comment: HASH_COMMENT,
	keywords:
		'case do done elif else esac exit export fi for function if in local return set shift source then trap true false unset until while',
};
const sql = {
	comment: DASH_COMMENT,
	keywords:
		'add all alter and as asc between by case create delete desc distinct drop else end exists foreign from group having if in index inner insert into is join key left like limit not null on or order primary references select set table then union unique update values view when where with',
};
const data = {comment: HASH_COMMENT, keywords: 'false no null true yes'};

const languages: ReadonlyMap<string, Language> = new Map(
	(
		[
			['js javascript jsx ts typescript tsx mjs json json5', ecma],
			['c cc cpp c++ h hpp cs java kotlin kt go rust rs swift php zig scala dart', c],
			['py python rb ruby', python],
			['sh bash zsh shell console fish dockerfile make', shell],
			['sql', sql],
			['yaml yml toml ini conf', data],
		] as const
	).flatMap(([names, language]) => names.split(' ').map(name => [name, language] as const)),
);

/** Strings that do not end run to the end of their line: so no letter is read twice. */
const STRING = String.raw`"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|${'`'}(?:[^${'`'}\\]|\\[^])*${'`'}?`;
const NUMBER = String.raw`\b\d[\w.]*`;
const WORD = String.raw`[A-Za-z_$][\w$]*`;

const known = new Map<Language, {readonly part: RegExp; readonly keywords: ReadonlySet<string>}>();

function readerOf(language: Language) {
	const reader = known.get(language) ?? {
		part: new RegExp(`(${language.comment})|(${STRING})|(${NUMBER})|(${WORD})`, 'g'),
		keywords: new Set(language.keywords.split(' ')),
	};
	known.set(language, reader);
	return reader;
}

/**
 * Finds the tokens, in UTF-16 offsets; `to` is exclusive.
 * @param name of the language, as somebody wrote it; nothing is found in one that is unknown
 */
export function tokensOf(
	code: string,
	name: string,
): ReadonlyArray<{readonly from: number; readonly to: number; readonly token: Token}> {
	const language = languages.get(name.toLowerCase());
	if (!language) return [];
	const {part, keywords} = readerOf(language);
	const found = [];
	for (const {index: from, 0: text, 1: comment, 2: string, 3: number} of code.matchAll(part)) {
		const word = language === sql ? text.toLowerCase() : text;
		const token =
			comment !== undefined
				? ('comment' as const)
				: string !== undefined
					? ('string' as const)
					: number !== undefined
						? ('number' as const)
						: keywords.has(word)
							? ('keyword' as const)
							: undefined;
		if (token) found.push({from, to: from + text.length, token});
	}

	return found;
}
