/** Lists the passwords of eight characters and more that guessing programs try first, in lower case. */

export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
	`00000000 000000000 0000000000 01234567 012345678 0123456789 0987654321 098765432 10101010 1020304050 11111111 111111111
	1111111111 11112222 11223344 1122334455 112233445566 12121212 123123123 123123123a 12312312 1231231234 123321123
	12341234 1234512345 12344321 1234554321 12345678 123456781 123456789 1234567890 12345678900 1234567891 12345678910
	123456789a 123456789q 1234567a 1234567q 12345678a 12345678q 12345qwert 1234abcd 1234qwer 123456qwe 123456abc 123qweasd
	123qweasdzxc 123abc123 123654789 12qwaszx 13131313 13579246 1357924680 147258369 147852369 14725836 159357456 159753456
	17171717 1a2b3c4d 1a2s3d4f 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx 1qaz2wsx3edc 1qazxsw2 1qazxsw23edc 19841984 19851985
	19861986 19871987 19881988 19891989 19901990 19911991 19921992 19951995 20002000 20012001 20202020 20212021 20222022
	20232023 20242024 20252025 20262026 21212121 22222222 222222222 2222222222 23232323 24682468 25252525 31415926 314159265
	32103210 33333333 333333333 36925814 369258147 43214321 44444444 444444444 54321543 5432154321 55555555 555555555
	5555555555 66666666 666666666 69696969 741852963 753951456 77777777 777777777 7777777777 78945612 789456123 7894561230
	87654321 876543210 88888888 888888888 8888888888 963852741 987654321 9876543210 98765432 99999999 999999999 9999999999
	a1234567 a12345678 a123456789 a1b2c3d4 a1b2c3d4e5 aa123456 aa12345678 aaaaaaaa aaaaaaaaa aaaaaaaaaa aaaa1111 ab123456
	abc12345 abc123456 abc1234567 abc123abc abcabcabc abcd1234 abcd12345 abcde12345 abcdefgh abcdefghi abcdefghij abcdef123
	access14 access123 admin123 admin1234 admin12345 admin123456 administrator adminadmin administrator1 alexander alexandra
	alexander1 amanda123 america1 anderson andrew123 angel123 angelina anthony1 anything apple123 aquarius arsenal1 arsenal123
	asdasdasd asdf1234 asdfasdf asdfghjk asdfghjkl asdfghjkl1 asdfjkl1 asdfqwer asdqwe123 ashley123 australia austin123
	azerty123 azertyui azertyuiop babygirl babygirl1 babyblue bailey123 barcelona barcelona1 baseball baseball1 basketball
	basketball1 bastard1 batman123 beautiful beautiful1 benjamin benjamin1 bigdaddy billybob birthday birthday1 blackcat
	blackjack blahblah blessed1 bismillah blink182 bluebird bluesky1 bonjour1 brandon1 brooklyn bubbles1 buddy123 bulldogs
	bullshit business butterfly butterfly1 california calvin123 cameron1 campbell captain1 carolina caroline catherine
	challenge champion champions changeme changeme1 changeme123 charles1 charlie1 charlie123 charlotte cheerleader cheese123
	chelsea1 chelsea123 cherry123 chester1 chicago1 chicken1 chocolate chocolate1 chris123 christian christian1 christina
	christine christmas christopher chrystal cinderella clarinet classic1 cocacola coffee123 colorado columbia computer
	computer1 computer123 confused cookie123 cooldude coolness corvette courtney cowboys1 creative cricket1 crystal1
	cupcake1 danielle daniel123 dannyboy darkness darkside dddddddd december default1 defender delicious destiny1 deutschland
	diamond1 diamonds dinosaur discovery dolphin1 dolphins domination dominic1 donald123 donkey123 download dragon123
	dragonball dragon12 dragons1 drowssap easypass einstein elephant elephant1 elizabeth elizabeth1 emmanuel engineer england1
	enterprise entrance estrella eternity everton1 evolution explorer fernando ferrari1 ferrari123 feyenoord fireball
	firebird firefire fireman1 flamingo florida1 flower123 flowers1 football football1 football12 football123 forever1
	forever21 formula1 fortnite franklin fredfred freedom1 freedom123 freepass freeuser friday13 friends1 friendship
	fuckyou1 fuckyou123 fuckyou2 fuckoff1 gandalf1 gangster garfield geheim123 genesis1 geronimo ginger123 giovanni
	girlfriend godbless godzilla goldfish goldberg goodgirl goodluck goodmorning goodnight google123 grandma1 greatest
	greenday greenday1 gabriel1 guest123 guitar123 hahahaha hallo123 hallowelt hamilton hannah123 happiness happy123
	happyday hardcore harley123 harrypotter hawaii50 heather1 heaven123 hello123 hello1234 hello12345 hellohello helloworld
	hellokitty hercules hiphop123 hollywood homework honey123 hongkong hotstuff hottie123 house123 hunter123 hurricane
	idontknow iloveyou iloveyou1 iloveyou12 iloveyou123 iloveyou2 ilovegod ilovejesus iloveme1 ilovemom iloveu123 imissyou
	immortal independent infinity innocent inspiron instagram internet internet1 internet123 isabella isabelle jackass1
	jackson1 jackson5 jasmine1 jeffrey1 jennifer jennifer1 jessica1 jessica123 jesus123 jesuschrist john1234 johncena johnny123
	johnson1 jonathan jonathan1 jordan123 jordan23 joseph123 joshua123 juventus kathleen katherine kawasaki killer123
	kimberly kingkong kristina lalalala lasvegas lauren123 leonardo letmein1 letmein12 letmein123 letmeinn letmein! liberty1
	lifehack lightning linkedin liverpool liverpool1 liverpool123 logitech lollipop lollypop london123 lorraine louise123
	love1234 love12345 loveable lovelove lovely123 loveyou1 loveyou123 lucky123 madison1 maddison madrid123 manchester
	manchester1 manutd123 marathon margaret marina123 marie123 marlboro marseille martin123 martinez maryjane master123
	masterkey matrix123 matthew1 matthew123 maverick maxwell1 megaman1 melissa1 mercedes mercury1 metallica metallica1
	michael1 michael123 michelle michelle1 midnight midnight1 military millions minecraft minecraft1 minecraft123 mississippi
	mnbvcxzl mnbvcxz1 mohammed monica123 monkey12 monkey123 monster1 monster123 montana1 morgan123 morrison motorola mountain
	mustang1 mustang123 mypassword mypassword1 myspace1 naruto123 nathan123 national natasha1 newpassword newyork1 newyork123
	nicholas nicholas1 nicole123 nightmare nintendo nirvana1 nnnnnnnn november nothing1 nopassword nokia123 obsidian
	october1 oliver123 olivia123 operator opensesame p4ssw0rd p4ssword p@55w0rd p@ssw0rd p@ssw0rd1 p@ssw0rd123 p@ssword pa55w0rd
	pa55word pa$$w0rd pa$$word paradise paramore pass1234 pass12345 pass123456 passion1 passpass passport passw0rd passw0rd1
	passw0rd123 passwort passwort1 passwort123 password password! password0 password00 password01 password02 password1
	password1! password10 password11 password12 password123 password123! password1234 password12345 password2 password21
	password22 password3 password4 password5 password6 password7 password8 password9 password99 password69 passwordpassword
	patricia patrick1 peaches1 peanut123 pebbles1 penguin1 pepper123 perfect1 phantom1 phoenix1 pictures pineapple platinum
	playboy1 playstation pokemon1 pokemon123 poohbear popcorn1 porsche911 portugal precious predator preston1 princess
	princess1 princess12 princess123 private1 property pussycat q1w2e3r4 q1w2e3r4t5 q1w2e3r4t5y6 qazwsx12 qazwsx123 qazwsxed
	qazwsxedc qazwsxedc1 qazxsw123 qazxswedc qqqqqqqq qqww1122 quality1 qwaszx12 qweasd123 qweasdzx qweasdzxc qweasdzxc123
	qweqweqwe qwer1234 qwer12345 qwerasdf qwerqwer qwert123 qwert1234 qwert12345 qwerty01 qwerty11 qwerty12 qwerty123
	qwerty1234 qwerty12345 qwerty123456 qwerty22 qwerty66 qwerty78 qwerty99 qwertyqwerty qwertyui qwertyuio qwertyuiop
	qwertyuiop1 qwertz123 qwertzui qwertzuiop rachel123 rainbow1 rainbow123 rammstein rangers1 raymond1 realmadrid realmadrid1
	rebecca1 redskins remember richard1 robert123 robinson rockstar rockstar1 rockyou1 romantic ronaldo7 ronaldo123 rootroot
	root1234 root12345 rosebud1 runescape runescape1 ruth1234 sabrina1 sailboat salasana samantha samantha1 samsung1 samsung123
	sandra123 santiago sarah123 saturday savannah schalke04 schatz123 school123 scooter1 scorpion scotland secret12 secret123
	secret1234 security security1 senha123 september serenity service1 shadow12 shadow123 shannon1 shopping sidekick silver123
	simpsons simple123 skateboard skywalker slipknot slipknot1 snickers snowball snowboard snoopy123 soccer12 soccer123
	softball software something sonic123 southpark spencer1 spiderman spiderman1 spongebob spongebob1 squirrel ssssssss
	stanford starlight start123 startrek starwars starwars1 stephanie steelers stewart1 strawberry student1 student123 success1
	summer12 summer123 summer2020 summer2021 summer2022 summer2023 summer2024 summer2025 summer2026 sunflower sunshine
	sunshine1 sunshine123 superman superman1 superman123 superstar superuser sweetheart sweetpea swordfish system123 target123
	taylor123 teacher1 teddybear telephone temp1234 temporal temporary temppass tennis123 tequiero terminal test1234 test12345
	test123456 tester123 testing1 testing123 testpass testtest thailand thankyou thebeatles theking1 thomas123 thunder1
	thunder123 thursday tiffany1 tigger12 tigger123 tinkerbell titanic1 tomorrow toshiba1 tottenham tralala1 treasure
	trinity1 trustme1 trustno1 truelove tttttttt tunafish tweety123 twilight undertaker undefined unicorn1 universal
	universe user1234 username vacation valentina valentine vancouver vanessa1 veronica victoria victoria1 victory1 vincent1
	virginia volleyball voyager1 warcraft warcraft1 warrior1 warriors watermelon webmaster wednesday welcome1 welcome12
	welcome123 welcome2 welkom01 welkom123 westside whatever whatever1 whiskey1 wildcats william1 williams willow123 wilson123
	windows1 windows10 winner123 winston1 winter123 winter2023 winter2024 winter2025 winter2026 wolfgang wolverine wonderful
	woodland wrestling x1234567 xbox360x xxxxxxxx yankees1 yellow123 yourmom1 youtube1 yyyyyyyy z1x2c3v4 zachary1 zaq12wsx
	zaq1xsw2 zaqxswcde zeppelin zinedine zxcv1234 zxcvbnm1 zxcvbnm12 zxcvbnm123 zxcvbnm, zxcvzxcv zzzzzzzz`
		.trim()
		.split(/\s+/),
);
