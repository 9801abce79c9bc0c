"""What people are called, by where they or their families are from."""

from random import Random

GIVEN = {
    "GB": "Alice Ben Charlotte Daniel Edith Frank Gemma Harry Imogen Jack Katie Liam Megan Noah Olive Peter Ruth Simon "
    "Tessa Will Zoe Adam Bella Callum Dorothy Ewan Fiona Gareth Heather Ian Jenny Kieran Lorna Martin Nora Owen Poppy "
    "Rhys Sally Trevor",
    "IE": "Aoife Brendan Ciara Declan Eimear Fionn Gráinne Niall Róisín Tadhg",
    "DE": "Anke Bernd Dörte Friedrich Jörg Käthe Lukas Mechthild Silke Uwe",
    "FR": "Amélie Benoît Camille Étienne Hélène Jérôme Maëlle Noémie Rémi Thibault",
    "SE": "Åsa Björn Elsa Gunnar Ingrid Lennart Malin Nils Saga Viggo",
    "DK": "Anders Birgitte Freja Mads Søren Tove",
    "NL": "Anouk Bram Femke Joris Sanne Wouter",
    "PL": "Agnieszka Bartosz Ewelina Grzegorz Małgorzata Paweł Zofia",
    "IT": "Alessio Chiara Giulia Lorenzo Ornella Pietro",
    "ES": "Begoña Iñaki Lucía Martín Nerea Xabier",
    "IN": "Anjali Dev Farhan Lakshmi Meera Rohan Sunita Vikram",
    "NG": "Adaeze Chidi Folake Ikenna Ngozi Tunde",
    "JP": "Aiko Haruki Naoko Ren Takumi Yui",
    "TR": "Ayşe Burak Çağla Emre Gül Kerem",
    "HU": "Ágnes Gergő Ildikó Zoltán",
    "US": "Brandon Courtney Madison Tyler",
    "AU": "Bronwyn Lachlan Kirra Mitch",
}
FAMILY = {
    "GB": "Abbott Barlow Calder Dawson Ellery Fenwick Garside Holloway Ingram Jessop Kirkby Lomax Mercer Naylor Ogden "
    "Pickering Quayle Ridley Sutcliffe Tranter Underhill Vickers Wainwright Yardley Ashdown Bramley Cutler Dunmore "
    "Everard Farrow Greaves Hartnell Ives Kendrick Lovell Marlow Nettleton Oakes Penrose Rowntree Stokes Thorne Upton "
    "Wetherby Yates",
    "IE": "Byrne Cullinane Dempsey Gallagher Kearney Lenihan O’Shea Tierney",
    "DE": "Brandes Dreyer Ehlers Fröhlich Harms Köster Petersen Rückert Steffens Voß",
    "FR": "Béranger Chevalier Dufour Girard Lefèvre Marchand Pélissier Vasseur",
    "SE": "Åkesson Bergström Ekdahl Hallberg Lindgren Nyström Sjöberg Wikström",
    "DK": "Bæk Friis Kjær Møller Nørgaard Thygesen",
    "NL": "Bakker de Jong Hoekstra van den Berg Visser Zijlstra".replace("de Jong", "de_Jong").replace(
        "van den Berg", "van_den_Berg"
    ),
    "PL": "Błaszczyk Dąbrowska Jabłoński Kowalczyk Szymański Wójcik Zieliński",
    "IT": "Barbieri Conti D’Angelo Fontana Marchetti Rinaldi",
    "ES": "Aguirre Bilbao Etxeberria Ibáñez Muñoz Zubiri",
    "IN": "Banerjee Desai Iyer Khan Menon Nair Rao Sharma",
    "NG": "Adeyemi Balogun Eze Nwosu Obi Okonkwo",
    "JP": "Fujimoto Hayashi Kobayashi Mori Shimizu Watanabe",
    "TR": "Aydın Çelik Doğan Güneş Şahin Yılmaz",
    "HU": "Fekete Horváth Kiss Szabó",
    "US": "Caldwell Hutchins Ramsey Whitfield",
    "AU": "Bannister Drury McPherson Tully",
}
LIVING_HERE = ("GB",) * 11 + ("IE", "DE", "FR", "PL", "PL", "IN", "IN", "NG", "IT", "ES", "SE", "TR", "NL", "DK", "JP")


class Names:
    """Gives each full name once."""

    def __init__(self, taken: set[str]) -> None:
        self._taken = taken

    def given(self, rng: Random, origin: str) -> str:
        return rng.choice(GIVEN[origin].split())

    def family(self, rng: Random, origin: str) -> str:
        return rng.choice(FAMILY[origin].split()).replace("_", " ")

    def full(self, rng: Random, origin: str, family: str = "") -> tuple[str, str]:
        """A given and a family name; `family` is kept where it is given."""
        for _try in range(200):
            first, last = self.given(rng, origin), family or self.family(rng, origin)
            if f"{first} {last}" not in self._taken:
                break
        self._taken.add(f"{first} {last}")
        return first, last
