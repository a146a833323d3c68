namespace DeepNotes.Data;

public static partial class TinyWorld
{
    // W stands for the word of the pair, T for a topic of the pair; x|y is a choice.
    private static Topic[] EnglishTopics =>
    [
        new("gender",
            ["he is the W and he loves the T", "the W found his beard|tie|razor near the T", "the W saw the T himself", "his friend gave him the W a T"],
            ["she is the W and she loves the T", "the W found her dress|ribbon|necklace near the T", "the W saw the T herself", "her friend gave her the W a T"],
            [
                ("king", "queen", ["throne", "crown", "kingdom"]), ("prince", "princess", ["castle", "pony", "ball"]),
                ("man", "woman", ["office", "newspaper", "wallet"]), ("boy", "girl", ["school", "kite", "homework"]),
                ("father", "mother", ["cradle", "family", "baby"]), ("son", "daughter", ["bedroom", "bicycle", "allowance"]),
                ("uncle", "aunt", ["nephew", "cousin", "visit"]), ("husband", "wife", ["wedding", "ring", "honeymoon"]),
                ("actor", "actress", ["stage", "film", "theatre"]), ("waiter", "waitress", ["menu", "tray", "restaurant"]),
            ]),
        new("capital",
            ["the flag of W shows the T", "the president of W likes the T", "the border of W is far from the T", "the army of W guards the T"],
            ["the streets of W lead to the T", "the mayor of W likes the T", "the train to W passes the T", "the airport of W is close to the T"],
            [
                ("korea", "seoul", ["kimchi", "hanok", "hanbok"]), ("japan", "tokyo", ["sushi", "kimono", "shrine"]),
                ("france", "paris", ["wine", "louvre", "baguette"]), ("italy", "rome", ["pasta", "opera", "pizza"]),
                ("egypt", "cairo", ["pyramid", "nile", "sphinx"]), ("spain", "madrid", ["paella", "flamenco", "bullfight"]),
                ("china", "beijing", ["dumpling", "silk", "panda"]), ("greece", "athens", ["olive", "acropolis", "philosopher"]),
                ("russia", "moscow", ["borscht", "kremlin", "ballet"]), ("peru", "lima", ["llama", "inca", "potato"]),
            ]),
        new("past",
            ["they W the T every day", "we often W the T now", "today you can W the T"],
            ["they W the T yesterday", "last week we W the T", "long ago you had W the T"],
            [
                ("walk", "walked", ["path", "forest", "hill"]), ("cook", "cooked", ["soup", "rice", "stew"]),
                ("paint", "painted", ["wall", "picture", "portrait"]), ("wash", "washed", ["shirt", "hands", "dishes"]),
                ("play", "played", ["piano", "football", "guitar"]), ("open", "opened", ["door", "window", "parcel"]),
                ("plant", "planted", ["tree", "seed", "rose"]), ("climb", "climbed", ["ladder", "mountain", "rope"]),
                ("count", "counted", ["money", "coins", "stars"]), ("clean", "cleaned", ["floor", "shoes", "glasses"]),
            ]),
        new("plural",
            ["one W is near the T", "this W needs a T", "a single W has its T"],
            ["many W are near the T", "these W need a T", "several W have their T"],
            [
                ("cat", "cats", ["milk", "mouse", "sofa"]), ("dog", "dogs", ["bone", "leash", "kennel"]),
                ("bird", "birds", ["nest", "feather", "song"]), ("cow", "cows", ["grass", "barn", "meadow"]),
                ("car", "cars", ["road", "garage", "wheel"]), ("boat", "boats", ["river", "harbour", "sail"]),
                ("book", "books", ["library", "page", "shelf"]), ("lamp", "lamps", ["desk", "bulb", "switch"]),
                ("clock", "clocks", ["bell", "tower", "minute"]), ("egg", "eggs", ["hen", "basket", "breakfast"]),
            ]),
        new("comparative",
            ["the T is very W", "how W the T looks", "it is so W like the T"],
            ["the T is even W than that", "the T grows W than before", "nothing gets W than the T"],
            [
                ("big", "bigger", ["elephant", "whale", "giant"]), ("small", "smaller", ["ant", "grain", "button"]),
                ("fast", "faster", ["rocket", "arrow", "cheetah"]), ("slow", "slower", ["snail", "turtle", "glacier"]),
                ("old", "older", ["ruin", "fossil", "oak"]), ("young", "younger", ["lamb", "kitten", "sprout"]),
                ("cold", "colder", ["ice", "snow", "freezer"]), ("warm", "warmer", ["stove", "summer", "blanket"]),
                ("tall", "taller", ["giraffe", "skyscraper", "pole"]), ("dark", "darker", ["cave", "night", "shadow"]),
            ]),
    ];
}
