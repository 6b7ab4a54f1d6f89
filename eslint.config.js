/** What the linter asks for: what the compiler cannot see, and the house's own bans. Layout is prettier's business. */
import reactHooks from 'eslint-plugin-react-hooks';
import {defineConfig} from 'eslint/config';
import tseslint from 'typescript-eslint';

const tlsSocket = {
	message: 'A TLSSocket made by hand as a server does not enforce rejectUnauthorized: use tls.createServer.',
	selector:
		':matches(NewExpression[callee.name="TLSSocket"], NewExpression[callee.property.name="TLSSocket"])',
};
const lowdbPreset = {
	message:
		'The presets turn to memory when NODE_ENV is test, and do not fsync: use the adapter in server/store/.',
	selector: 'ImportDeclaration[source.value="lowdb/node"] ImportSpecifier[imported.name=/Preset$/]',
};
const consoleCall = {
	message:
		'The screen belongs to the compositor: what a person should see is a state, an error is an effect.',
	selector: 'MemberExpression[object.name="console"]',
};

export default defineConfig(
	{ignores: ['dist/', 'node_modules/']},
	{
		files: ['**/*.{ts,tsx}'],
		extends: [tseslint.configs.strictTypeChecked],
		languageOptions: {parserOptions: {projectService: true, tsconfigRootDir: import.meta.dirname}},
		linterOptions: {reportUnusedDisableDirectives: 'error'},
		rules: {
			'@typescript-eslint/consistent-type-imports': ['error', {fixStyle: 'inline-type-imports'}],
			'@typescript-eslint/switch-exhaustiveness-check': [
				'error',
				{considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true},
			],
			'@typescript-eslint/no-import-type-side-effects': 'error',
			'@typescript-eslint/no-unused-vars': ['error', {argsIgnorePattern: '^_', ignoreRestSiblings: true}],
			// `void` in an arrow function is how a handler says that it returns nothing: onChange={v => set(v)}.
			'@typescript-eslint/no-confusing-void-expression': ['error', {ignoreArrowShorthand: true}],
			'@typescript-eslint/restrict-template-expressions': ['error', {allowNumber: true, allowBoolean: true}],
			// Counting the code points of a text is what the spread of a string is for.
			'@typescript-eslint/no-misused-spread': ['error', {allow: ['string']}],
			'@typescript-eslint/no-generated-empty-object-type': 'off',
			eqeqeq: 'error',
			'no-restricted-syntax': ['error', tlsSocket, lowdbPreset],
			'no-warning-comments': ['error', {terms: ['todo', 'fixme', 'xxx'], location: 'anywhere'}],
		},
	},
	{
		files: ['protocol/**', 'lib/**', 'terminal/**', 'source/**', 'server/**'],
		rules: {
			'max-lines': ['error', 300],
			'max-lines-per-function': ['error', 60],
		},
	},
	{
		files: ['terminal/ui/**', 'source/ui/**', 'source/state/**', 'server/console/**'],
		rules: {'no-restricted-syntax': ['error', tlsSocket, lowdbPreset, consoleCall]},
	},
	{
		files: ['**/*.tsx'],
		extends: [reactHooks.configs.flat.recommended],
	},
	{
		// A test may say what it knows: `items[0]!` fails as loudly as an assertion would.
		files: ['test/**', 'bench/**'],
		rules: {
			'@typescript-eslint/no-non-null-assertion': 'off',
			// A disk in memory answers at once, but in the shape of one that does not.
			'@typescript-eslint/require-await': 'off',
		},
	},
);
