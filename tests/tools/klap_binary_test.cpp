// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/tools/command_fixture.hpp"
#include "tools/klap.hpp"
#include "tools/klap_numbers.hpp"

namespace kloracle {
namespace {

// Bytes as this page writes them: "01 00 ff".
std::string bytes_of(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 3) {
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  }
  return bytes;
}

std::string header(const std::string& payload, const std::string& more = "") {
  return R"({"seq":7,"bytes":)" + std::to_string(payload.size()) +
         ",\"crc32\":" + std::to_string(crc32(payload)) + more + "}";
}

TEST(Crc32, IsThatOfTheStandards) {
  EXPECT_EQ(crc32(""), 0u);
  EXPECT_EQ(crc32("123456789"), 0xcbf43926u);  // the check value of every catalogue of CRCs
  EXPECT_EQ(crc32(std::string(32, '\0')), 0x190a55adu);  // RFC 3720's inputs, by zlib
  EXPECT_EQ(crc32(std::string(32, '\xff')), 0xff6cab0bu);
}

class binary_replies : public testing::Test {
 protected:
  eval_reply read(const std::string& payload, const std::string& more = "") {
    return read_eval_reply(asked_, {header(payload, more), payload});
  }

  const offered_function function_{"f"};
  const std::vector<sample> samples_{{{0.5, -0.0}, {0.25}}, {{}, {0x1p-149}}};
  const evaluation asked_{7, function_, binary32, encoding::bin, samples_};
};

TEST_F(binary_replies, RequestHasTheLayoutOfThePage) {
  const klap_message request = eval_request(asked_);
  const std::string payload = bytes_of(
      "02 00 00 00 01 00 00 00 00 00 00 3f 00 00 00 80 00 00 80 3e "
      "00 00 00 00 01 00 00 00 01 00 00 00 ");
  EXPECT_TRUE(request.payload == payload);
  EXPECT_EQ(request.line,
            R"({"cmd":"eval","seq":7,"function":"f","format":"binary32","cases":2,"bytes":32,)"
            R"("crc32":)" +
                std::to_string(crc32(payload)) + "}");
}

TEST_F(binary_replies, EntriesAreAStatusAndANumber) {
  const eval_reply reply =
      read(bytes_of("00 00 00 c0 3f 01 ff ff ff ff "), R"(,"messages":{"1":"E: no\nmore"})");
  ASSERT_EQ(reply.what, eval_reply::kind::entries);
  EXPECT_EQ(kinds(reply.responses), (outcomes{kind::value, kind::thrown}));
  EXPECT_EQ(reply.responses[0].value, 1.5);
  EXPECT_FALSE(reply.responses[0].claimed_error);
  EXPECT_EQ(reply.responses[1].message, "E: no more");
  const eval_reply silent = read(bytes_of("02 00 00 00 00 07 00 00 00 00 "));
  EXPECT_EQ(kinds(silent.responses), (outcomes{kind::skipped, kind::malformed}));
  EXPECT_EQ(silent.responses[0].message, "no message came");
  EXPECT_EQ(silent.responses[1].message, "expected status 0, 1 or 2, came 7");
}

TEST_F(binary_replies, ClaimedErrorsFollowTheValue) {
  offered_function bounded{"f"};
  bounded.claims_error = true;
  const evaluation asked{7, bounded, binary16, encoding::bin, std::span(samples_).first(1)};
  const std::string payload = bytes_of("00 00 3c 01 00 ");
  const eval_reply reply = read_eval_reply(asked, {header(payload), payload});
  ASSERT_EQ(reply.what, eval_reply::kind::entries);
  EXPECT_EQ(reply.responses[0].value, 1);
  EXPECT_EQ(reply.responses[0].claimed_error, 0x1p-24);
}

TEST_F(binary_replies, WrongPayloadsAreRefused) {
  const std::string good = bytes_of("00 00 00 c0 3f 00 00 00 c0 3f ");
  EXPECT_EQ(read(good).what, eval_reply::kind::entries);
  const eval_reply brief = read(good.substr(1));
  EXPECT_EQ(brief.what, eval_reply::kind::refused);
  EXPECT_EQ(brief.fault, "expected a payload of 10 bytes, came 9");
  EXPECT_EQ(read("").what, eval_reply::kind::refused);
  std::string flipped = good;
  flipped[4] ^= 1;
  const eval_reply wrong = read_eval_reply(asked_, {header(good), flipped});
  EXPECT_EQ(wrong.what, eval_reply::kind::refused);
  EXPECT_TRUE(wrong.fault.starts_with("expected 'crc32' to be that of the payload, "));
  const eval_reply without = read_eval_reply(asked_, {R"({"seq":7,"bytes":10})", good});
  EXPECT_TRUE(without.fault.ends_with(", came none")) << without.fault;
  EXPECT_EQ(read_eval_reply(asked_, {R"({"seq":8})", good}).what, eval_reply::kind::garbage);
  EXPECT_EQ(read_eval_reply(asked_, {R"({"seq":7,"error":"no"})"}).fault,
            "the adapter answered 'error': no");
}

TEST(AnnouncedBytes, AreACountOrNone) {
  EXPECT_EQ(announced_bytes(R"({"bytes":12})"), 12u);
  for (const char* line : {"", "x", "{}", "[]", R"({"bytes":"12"})", R"({"bytes":-1})",
                           R"({"bytes":1.5})", R"({"bytes":null})"}) {
    EXPECT_EQ(announced_bytes(line), 0u) << line;
  }
}

TEST(ClaimedErrors, AreThePairsOfTextEncodings) {
  offered_function bounded{"f"};
  bounded.claims_error = true;
  const std::vector<sample> one{{{1}, {1}}};
  const evaluation asked{1, bounded, binary64, encoding::hexfloat, one};
  const auto entry = [&](const std::string& text) {
    return read_eval_reply(asked, {R"({"seq":1,"r":[)" + text + "]}"}).responses.at(0);
  };
  EXPECT_EQ(entry(R"(["0x1p+0","0x1p-50"])").value, 1);
  EXPECT_EQ(entry(R"(["0x1p+0","0x1p-50"])").claimed_error, 0x1p-50);
  EXPECT_EQ(entry(R"({"throw":"E"})").what, kind::thrown);
  for (const char* text : {R"("0x1p+0")", R"(["0x1p+0"])", R"(["0x1p+0",1])", R"([null,"inf"])",
                           R"(["0x1p+0","0x1p+0","0x1p+0"])", R"([])"}) {
    EXPECT_EQ(entry(text).what, kind::malformed) << text;
  }
  EXPECT_EQ(entry(R"("0x1p+0")").message,
            "expected [value, error], a throw or a skip, came '\"0x1p+0\"'");
}

TEST(BinaryAdapter, CarriesTheSameValuesInEveryFormat) {
  const std::vector<sample> samples = ordinary(300);
  const auto subject = start_command_subject(adapter("binary"));
  EXPECT_EQ(bits(evaluate(*subject, samples)), bits(good_answers(samples)));
  const std::vector<sample> short_numbers{{{0.5, 0.5}, {0.25, 0.75}}, {{1}, {1, 2}}};
  for (const format* in : subject->functions()[0].formats) {
    const auto responses = subject->evaluate(subject->functions()[0], *in, short_numbers);
    EXPECT_EQ(kinds(responses), (outcomes{kind::value, kind::thrown})) << in->name;
    EXPECT_TRUE(pattern_of(*in, responses[0].value)) << in->name;
    EXPECT_EQ(responses[1].message, "ValueError: p and q differ in length");
  }
  EXPECT_TRUE(subject->events().empty());
}

TEST(BinaryAdapter, BrokenPayloadsAreBlamed) {
  const std::vector<sample> samples = ordinary(4);
  const auto short_of = evaluate(*start_command_subject(adapter("payload_of_fewer")), samples);
  EXPECT_EQ(kinds(short_of), outcomes(4, kind::malformed));
  EXPECT_EQ(short_of[3].message, "expected a payload of 9 bytes, came 0");
  const auto flipped = evaluate(*start_command_subject(adapter("bad_crc")), samples);
  EXPECT_EQ(kinds(flipped), outcomes(4, kind::malformed));
  const auto odd = evaluate(*start_command_subject(adapter("unknown_status")), samples);
  EXPECT_EQ(odd[2].message, "expected status 0, 1 or 2, came 7");
  const auto cut = evaluate(*start_command_subject(adapter("short_payload")), ordinary(1));
  EXPECT_EQ(cut[0].what, kind::crashed);
  EXPECT_EQ(cut[0].message,
            "the adapter hung up within its answer: exit status 0, after 4 of the 9 bytes it "
            "announced");
}

TEST(BinaryAdapter, EndlessPayloadsAreMalformed) {
  command_options options;
  options.max_line = 1 << 20;
  const auto subject = start_command_subject(program(R"(
from binary import serve
def more(header, payload):
    header.update(bytes=1 << 40)
    return payload
serve("more", more)
)"),
                                             options);
  const auto responses = evaluate(*subject, ordinary(1));
  EXPECT_EQ(responses[0].what, kind::malformed);
  EXPECT_EQ(responses[0].message, "an answer longer than 1048576 bytes");
}

}  // namespace
}  // namespace kloracle
