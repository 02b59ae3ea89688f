// SPDX-License-Identifier: Apache-2.0
//
// The worked numbers that are no quantity's value - the steps of F124 and F126, the sums of F127 -
// in closed form, through the interval and log_form layers; and the steps that lead to F125, F126,
// F128. The others are in fixtures/stated/worked_numbers.txt.
#include <gtest/gtest.h>

#include <vector>

#include "oracle/log_form.hpp"
#include "oracle/mpfr_env.hpp"
#include "tests/oracle/worked_numbers.hpp"
#include "tools/golden/stated_cases.hpp"

namespace kloracle {
namespace {

using enum quantity;
using enum semantics;

constexpr mpfr_prec_t bits = 300;

interval exactly(const Q& x) {
  return {x, bits};
}

interval pi() {
  return interval::make(bits, [](mpfr_ptr lo, mpfr_ptr hi) {
    mpfr_const_pi(lo, MPFR_RNDD);
    mpfr_const_pi(hi, MPFR_RNDU);
  });
}

// B.2: a ln(a/b) - a + b for Poisson rates a, b.
log_form poisson_form(long a, long b) {
  log_form form;
  form.constant = b - a;
  form.terms.push_back({Q(a), Q(a, b)});
  return form;
}

// B.3
const std::vector<Q> z1{2, 1, Q(1, 10)};
const std::vector<Q> z2{Q(3, 2), 1, Q(1, 2)};

interval sum_of_exponentials(const std::vector<Q>& z) {
  interval sum(0L, bits);
  for (const Q& x : z) sum = sum + exp(exactly(x));
  return sum;
}

interval softmax(const std::vector<Q>& z, std::size_t i) {
  return exp(exactly(z[i])) / sum_of_exponentials(z);
}

// K.2: prior N(0, 1), encoder N(1.2, 0.4), decoder N(z, 0.25), x = 1.5; variances second.
interval vae_kl() {
  const Q rational = Q(4, 10) + Q(144, 100) - 1;
  return (exactly(rational) - log(exactly(Q(4, 10)))) * Q(1, 2);
}

interval vae_reconstruction() {
  const Q square = Q(3, 10) * Q(3, 10) + Q(4, 10);  // E (x - z)^2
  return -(log(pi() * Q(1, 2)) * Q(1, 2)) - Q(square * 2);
}

interval vae_prior() {
  return -((log(pi() * Q(2)) + Q(144, 100) + Q(4, 10)) * Q(1, 2));
}

interval vae_evidence() {
  return -((log(pi() * Q(5, 2)) + Q(9, 5)) * Q(1, 2));
}

interval vae_gap() {
  return (exactly(1) - const_ln2(bits)) * Q(1, 2);
}

interval vae_entropy() {
  return (log(pi() * Q(8, 10)) + Q(1)) * Q(1, 2);
}

struct closed_row {
  const char* where;
  const char* what;
  interval (*evaluated)();
  published value;
};

void PrintTo(const closed_row& row, std::ostream* out) {
  *out << row.where << ' ' << row.what;
}

const closed_row closed_rows[] = {
    {"B.3",
     "e^2",
     [] { return exp(exactly(2)); },
     {"7.3890560989306502272304274605750078131803155705518", "7.389"}},
    {"B.3",
     "e^0.1",
     [] { return exp(exactly(Q(1, 10))); },
     {"1.1051709180756476248117078264902466682245471947375", "1.105"}},
    {"B.3",
     "sum of exp(z1)",
     [] { return sum_of_exponentials(z1); },
     {"11.212508845465343087402422758417916979162109858989", "11.212", "11.213", "E01"}},
    {"B.3",
     "sum of exp(z2)",
     [] { return sum_of_exponentials(z2); },
     {"8.8486921694972382048109937192861018884167730627798", "8.849"}},
    {"B.3",
     "p1[0]",
     [] { return softmax(z1, 0); },
     {"0.65900113888596790691401397576134281197179743614643", "0.659"}},
    {"B.3",
     "p1[1]",
     [] { return softmax(z1, 1); },
     {"0.24243297070471392152417203153218895006526380647646", "0.242"}},
    {"B.3",
     "p1[2]",
     [] { return softmax(z1, 2); },
     {"0.098565890409318171561813992706468237962938757377108", "0.099"}},
    {"B.3",
     "p2[0]",
     [] { return softmax(z2, 0); },
     {"0.50648039105565402590304212131375518366682932387878", "0.507", "0.506", "E02"}},
    {"B.3",
     "p2[1]",
     [] { return softmax(z2, 1); },
     {"0.30719588571849839707315714452976058291057457748681", "0.307"}},
    {"B.3",
     "p2[2]",
     [] { return softmax(z2, 2); },
     {"0.18632372322584757702380073415648423342259609863440", "0.186"}},
    {"B.3",
     "ln(p1/p2)[1]",
     [] { return log(softmax(z1, 1) / softmax(z2, 1)); },
     {"-0.23676034563609890675135341438195961142640321974819", "-0.238", "-0.237", "E02"}},
    {"B.3",
     "ln(p1/p2)[2]",
     [] { return log(softmax(z1, 2) / softmax(z2, 2)); },
     {"-0.63676034563609890675135341438195961142640321974819", "-0.635", "-0.637", "E02"}},
    {"K.1",
     "perplexity ratio e^D",
     [] {
       return exp(oracle_value({kl, normalised, k1_p, k1_q}));
     },
     {"1.1603268492906968445635419438448278855033880407994", "1.21", "1.16", "E08"}},
    {"K.2",
     "ln(0.5pi)",
     [] { return log(pi() * Q(1, 2)); },
     {"0.45158270528945486472619522989488214357179467855506", "0.452"}},
    {"K.2",
     "reconstruction term",
     [] { return vae_reconstruction(); },
     {"-1.2057913526447274323630976149474410717858973392775", "-1.206"}},
    {"K.2",
     "ELBO",
     [] { return vae_reconstruction() - vae_kl(); },
     {"-2.0839367185818049649548612208314466075109479492317", "-2.084"}},
    {"K.2",
     "log evidence log N(1.5;0,1.25)",
     [] { return vae_evidence(); },
     {"-1.9305103088617776196634772815605348915486980164118"}},
    {"K.2",
     "E_q log p(x,z)",
     [] { return vae_reconstruction() + vae_prior(); },
     {"-3.0447298858494001741434273513530587116472948129153"}},
    {"K.3",
     "lost: D(p||q) - D(pT||qT)",
     [] {
       return oracle_value({kl, normalised, "5 3 2", "2 3 5"}) -
              oracle_value({kl, normalised, "57 43", "36 64"});
     },
     {"0.18395746791296269038398352348586906480922574531202"}},
    {"H.1",
     "D(p||q)+D(q||r), q=(.5,.5)",
     [] {
       return oracle_value({kl, normalised, "9 1", "5 5"}) +
              oracle_value({kl, normalised, "5 5", "1 9"});
     },
     {"0.87888983093448775311619618953802056371799244625820"}},
    {"RLHF",
     "ref=(.6,.4), r=(2,0), beta=.1: beta ln Z",
     [] { return log(exp(exactly(20)) * Q(6, 10) + Q(4, 10)) * Q(1, 10); },
     {"1.9489174377608111730809445733140341332305422708570"}},
};

class WorkedClosedForm : public ::testing::TestWithParam<closed_row> {};

TEST_P(WorkedClosedForm, IsReproducedAndThePrintedOneJudged) {
  const mpfr_env env;
  expect_published(GetParam().evaluated(), GetParam().value);
}

std::string name_of(const ::testing::TestParamInfo<closed_row>& row) {
  return test_name(row.index, std::string(row.param.where) + row.param.what);
}

INSTANTIATE_TEST_SUITE_P(Documents, WorkedClosedForm, ::testing::ValuesIn(closed_rows), name_of);

// The documents' own count, over both tables: none was lost on the way.
TEST(PrintedNumbers, AreSixtyAndTwentyOneOfThemAreWrong) {
  long printed = 0;
  long wrong = 0;
  for (const closed_row& row : closed_rows) {
    printed += *row.value.printed != '\0';
    wrong += *row.value.corrected != '\0';
  }
  for (const fixture_input& row :
       stated_cases(KLORACLE_SOURCE_DIR "/fixtures/stated/worked_numbers.txt")) {
    for (const auto& [key, text] : row.remarks) {
      printed += key == "printed";
      wrong += key == "corrected";
    }
  }
  EXPECT_EQ(printed, 60);
  EXPECT_EQ(wrong, 21);
}

TEST(PoissonKl, IsIrrationalBecauseItsLogarithmDoesNotVanish) {
  EXPECT_EQ(decide(poisson_form(3, 2), unit::nats).verdict, rationality::irrational);
  EXPECT_EQ(decide(poisson_form(3, 3), unit::nats).verdict, rationality::rational);
  EXPECT_EQ(decide(poisson_form(3, 3), unit::nats).value, 0);
}

TEST(ToyVae, EvidenceMinusElboIsTheGapAndElboIsEnergyPlusEntropy) {
  const mpfr_env env;
  const interval elbo = vae_reconstruction() - vae_kl();
  EXPECT_TRUE(overlap(vae_evidence() - elbo, vae_gap()));
  EXPECT_TRUE(overlap(vae_reconstruction() + vae_prior() + vae_entropy(), elbo));
}

TEST(Softmax, OfB3AgreesWithTheOraclesCrossEntropyOfOneOutcome) {
  const mpfr_env env;
  EXPECT_TRUE(overlap(-log(softmax(z1, 0)),
                      oracle_value({cross_entropy, logits, "0 -inf -inf", "2 1 0.1"})));
  EXPECT_TRUE(overlap(-log(softmax(z2, 2)),
                      oracle_value({cross_entropy, logits, "-inf -inf 7", "1.5 1 0.5"})));
}

// E08: "21% higher" is 16.03 %.
TEST(Perplexity, OfK1IsSixteenPercentHigher) {
  const mpfr_env env;
  const interval ratio = exp(oracle_value({kl, normalised, k1_p, k1_q}));
  const interval percent = (ratio - Q(1)) * Q(100);
  EXPECT_TRUE(rounds_to(percent, "16.03"));
  EXPECT_TRUE(never_rounds_to(percent, "21"));
  EXPECT_TRUE(overlap(ratio, exp(oracle_value({cross_entropy, normalised, k1_p, k1_q})) /
                                 exp(oracle_value({entropy, normalised, k1_p}))));
}

// --- steps between the categorical rows
// ------------------------------------------------------------------

using weights = std::vector<Q>;

std::vector<number> as_numbers(const weights& x) {
  std::vector<number> result;
  for (const Q& value : x) result.push_back(as_number(value));
  return result;
}

interval kl_of(const weights& p, const weights& q) {
  target t;
  t.condition = false;
  t.digits = 50;
  return evaluate({kl, categorical(as_numbers(p)), categorical(as_numbers(q))}, t)
      .bounds.value()
      .bounds();
}

// Row x of the channel: outcome x becomes 0 with this probability, 1 otherwise.
weights pushed(const weights& p, const weights& channel) {
  weights result{0, 0};
  for (std::size_t x = 0; x < p.size(); ++x) {
    result[0] += p[x] * channel[x];
    result[1] += p[x] * (1 - channel[x]);
  }
  return result;
}

// E09. The channel is the one that takes K.3's p and q to the printed pushforwards.
TEST(DataProcessing, OfK3LosesInformationAndTheSwappedDirectionIsAnotherNumber) {
  const weights p{Q(5, 10), Q(3, 10), Q(2, 10)};
  const weights q{Q(2, 10), Q(3, 10), Q(5, 10)};
  const weights channel{Q(8, 10), Q(5, 10), Q(1, 10)};
  const weights p_out = pushed(p, channel);
  const weights q_out = pushed(q, channel);
  EXPECT_EQ(p_out, (weights{Q(57, 100), Q(43, 100)}));
  EXPECT_EQ(q_out, (weights{Q(36, 100), Q(64, 100)}));
  const mpfr_env env;
  expect_published(kl_of(p_out, q_out), {"0.090929751649283829171074640044534256625804620660456",
                                         "0.089", "0.091", "E09"});
  EXPECT_TRUE(rounds_to(kl_of(q_out, p_out), "0.089"));  // what a swapped implementation gives
  EXPECT_TRUE(overlap(kl_of(p, q), kl_of(q, p)));  // the pair before the channel is swap-blind
  EXPECT_TRUE(certainly_lt(kl_of(p_out, q_out), kl_of(p, q)));
}

// I.1: p_t = (1 - t) p_0 + t p_1, exactly; E10's cells are the coin's numbers.
TEST(MixturePath, OfI1IsSymmetricAndVanishesInTheMiddle) {
  const auto at = [](const Q& t) {
    return weights{Q((1 - t) * Q(9, 10) + t * Q(1, 10)), Q((1 - t) * Q(1, 10) + t * Q(9, 10))};
  };
  const weights fair{Q(1, 2), Q(1, 2)};
  const mpfr_env env;
  EXPECT_TRUE(kl_of(at(Q(1, 2)), fair).is_point());
  for (const Q& t : {Q(1, 4), Q(3, 4)}) {
    EXPECT_TRUE(
        rounds_to(kl_of(at(t), fair), "0.082282878505051846391561158260795882614605123785610"));
    EXPECT_TRUE(
        rounds_to(kl_of(fair, at(t)), "0.087176693572388876350460343043334922383313710566212"));
    EXPECT_TRUE(never_rounds_to(kl_of(at(t), fair), "0.119"));
    EXPECT_TRUE(never_rounds_to(kl_of(fair, at(t)), "0.133"));
  }
}

// E07: 0.579 is the cross-entropy plus 0.02 ln 10, a double count and no rounding.
TEST(CrossEntropy, OfK1WasDoubleCounted) {
  const mpfr_env env;
  const interval slip =
      oracle_value({cross_entropy, measure, "0.92 0.05 0.02 0.03", "0.7 0.1 0.1 0.05"});
  const interval right = oracle_value({cross_entropy, normalised, k1_p, k1_q});
  EXPECT_TRUE(overlap(slip - right, const_ln10(300) * Q(2, 100)));
  EXPECT_TRUE(overlap(right, oracle_value({entropy, normalised, k1_p}) +
                                 oracle_value({kl, normalised, k1_p, k1_q})));
}

}  // namespace
}  // namespace kloracle
