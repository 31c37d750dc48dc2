"""Channels: words that name a kind of place without saying which one there."""

from sheetsync.lint.vocabulary.phrases import Phrases, words

_CHANNELS = Phrases(
    "mạng xã hội, mxh, truyền thông, truyền thông xã hội, email, e-mail, mail, thư điện tử, gmail, quảng cáo, quảng cáo online",
    "quảng cáo trực tuyến, internet, mạng, online, offline, trực tuyến, trực tiếp, digital, social, social media, social network, social networks",
    "facebook, fb, zalo, tiktok, instagram, ig, youtube, google, linkedin, twitter, shopee, lazada, tiki, amazon, báo chí, báo, truyền hình, tv",
    "radio, sms, tin nhắn, điện thoại, truyền miệng, pr, seo, marketing, ads, ad, advertising, advertisement, advertisements, paid media, media",
    "the internet, the web, phone, telephone, text message, text messages, messages, press, newspaper, newspapers, word of mouth",
    "sàn thương mại điện tử, sàn tmđt, messenger, whatsapp, snapchat, pinterest, search, search engine, search engines, tìm kiếm, công cụ tìm kiếm",
    "sự kiện, event, events, influencer, influencers, kol, chat, live chat, emails, hotline, tổng đài, call center, call centre, fanpage, newsletter",
    "zalo oa, cuộc gọi, phone call, phone calls, livestream, truyền thông đại chúng, online ads, google ads, facebook ads, kênh online",
    "website, web, trang web, trang mạng, site, app, ứng dụng, ứng dụng di động, mobile app, cửa hàng, store, stores, shop, blog, nhân viên, staff",
    "chăm sóc khách hàng, cskh, customer service, dịch vụ khách hàng, bộ phận hỗ trợ, hỗ trợ, support, tư vấn, nhân viên tư vấn, sales",
)
_FILL = (
    "kênh, các kênh, qua, trên, bằng, và, của, của công ty, của chúng tôi, của shop, our, the, via, by, on, and, in, channel, channels, a, an, etc"
)

_ALL = Phrases(*_CHANNELS, _FILL)


def bare_channel(text: str) -> bool:
    """Whether ``text`` names a channel and nothing in it: "Facebook", "Website", "qua email"."""
    found = words(text)
    return _ALL.make_up(found) and _CHANNELS.within(found)
