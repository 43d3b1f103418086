#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the files that the tests of exchange/ read, with other programs than ours: openpyxl, xlwt, recode. All people are invented."""
import datetime, os, struct, subprocess, sys, zipfile
import openpyxl, xlwt
from openpyxl.styles import Font
from xlwt.CompoundDoc import XlsDoc

out = sys.argv[1]
def path(name): return os.path.join(out, name)
def put(name, data):
    with open(path(name), 'wb') as f: f.write(data)

TITLE = ['ỦY BAN NHÂN DÂN PHƯỜNG THÍ ĐIỂM', 'DANH SÁCH HỘ DÂN KHU PHỐ 1']
HEAD = ['STT', 'Họ và tên', 'Quan hệ với chủ hộ', 'Ngày sinh', 'Giới tính', 'CCCD', 'Số nhà', 'Đường', 'Tổ', 'KP', 'SĐT', 'Ghi chú']
ROWS = [
    ['1', 'Nguyễn Văn Thử', 'Chủ hộ', '24/12/1960', 'Nam', '079060000001', '45/12/3A', 'Nguyễn Thông', '28', '1', '02800000001', 'Hộ; có "xe lăn", tầng 2'],
    ['', 'Trần Thị Ẩn', 'Vợ', '05/02/1962', 'Nữ', '079162000002', '', '', '', '', '', ''],
    ['', 'Nguyễn Đặng Ướm', 'Con', '1990', 'Nam', '', '', '', '', '', '', 'Dòng một\nDòng hai'],
    ['2', 'Lê Thị Hoà', 'Chủ hộ', '01/03/1955', 'Nữ', '079155000003', '45/2', 'Nguyễn Thông', '28', '1', '02800000002', ''],
    ['', 'Phạm Quỳnh Giả', 'Cháu', '11/11/2011', 'Nữ', '', '', '', '', '', '', 'Ở trọ từ tháng 6'],
    ['3', 'Vũ Ngọc Mẫu', 'Chủ hộ', '30/04/1975', 'Nam', '079075000004', '7/3/4/16', 'Đường Số 11B', '29', '2', '02800000003', ''],
]
ALL = [[TITLE[0]], [TITLE[1]], []] + [HEAD] + ROWS

def csv_text(rows, sep, newline='\r\n'):
    def q(c): return '"' + c.replace('"', '""') + '"' if any(x in c for x in sep + '"\n') else c
    return ''.join(sep.join(q(c) for c in r) + newline for r in rows)

TCVN3 = dict(zip('àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ',
                 'µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦'))
BASE = {'Ắ': 'Ă', 'Ằ': 'Ă', 'Ẳ': 'Ă', 'Ẵ': 'Ă', 'Ặ': 'Ă', 'Ấ': 'Â', 'Ầ': 'Â', 'Ẩ': 'Â', 'Ẫ': 'Â', 'Ậ': 'Â', 'Ế': 'Ê', 'Ề': 'Ê', 'Ể': 'Ê', 'Ễ': 'Ê', 'Ệ': 'Ê',
        'Ố': 'Ô', 'Ồ': 'Ô', 'Ổ': 'Ô', 'Ỗ': 'Ô', 'Ộ': 'Ô', 'Ớ': 'Ơ', 'Ờ': 'Ơ', 'Ở': 'Ơ', 'Ỡ': 'Ơ', 'Ợ': 'Ơ', 'Ứ': 'Ư', 'Ừ': 'Ư', 'Ử': 'Ư', 'Ữ': 'Ư', 'Ự': 'Ư'}
import unicodedata
def tcvn3(text):
    s = ''
    for c in text:
        if c in TCVN3: s += TCVN3[c]
        elif ord(c) < 128: s += c
        else:   # a toned capital: base capital, then the byte of its small letter
            base = BASE.get(c) or unicodedata.normalize('NFD', c)[0]
            s += TCVN3.get(base, base) + TCVN3[c.lower()]
    return s
def recode(text, charset):
    # recode writes carriage returns away in some charsets: give it plain line ends
    return subprocess.run(['recode', '-f', 'UTF-8..' + charset], input=text.encode(), stdout=subprocess.PIPE, check=True).stdout

def texts():
    comma = csv_text(ALL, ',')
    put('list-utf8.csv', comma.encode())
    put('list-bom.csv', b'\xef\xbb\xbf' + comma.encode())
    put('list-nfd.csv', unicodedata.normalize('NFD', comma).encode())
    put('list-semicolon.csv', csv_text(ALL, ';').encode())
    put('list-tab.csv', csv_text(ALL, '\t', '\n').encode())
    put('list-sep.csv', ('sep=;\r\n' + csv_text(ALL, ';')).encode())
    put('list-utf16le-bom.csv', b'\xff\xfe' + csv_text(ALL, '\t').encode('utf-16-le'))
    put('list-utf16le.csv', comma.encode('utf-16-le'))
    put('list-utf16be.csv', comma.encode('utf-16-be'))
    put('list-utf16be-bom.csv', b'\xfe\xff' + comma.encode('utf-16-be'))
    put('list-tcvn3.csv', tcvn3(comma).encode('latin-1'))
    put('list-tcvn3-in-utf8.csv', tcvn3(comma).encode())
    plain = csv_text(ALL, ',', '\n')
    put('list-vni.csv', recode(plain, 'VNI'))
    put('list-viscii.csv', recode(plain, 'VISCII'))
    put('list-cp1258.csv', subprocess.run(['iconv', '-f', 'UTF-8', '-t', 'CP1258//TRANSLIT'], input=comma.encode(), stdout=subprocess.PIPE, check=True).stdout)

def typed(row):
    """A row as people type it into Excel: full dates as dates, running numbers as numbers, cards and telephones as text."""
    r = list(row)
    if r[3].count('/') == 2: r[3] = datetime.date(*reversed([int(x) for x in r[3].split('/')]))
    elif r[3]: r[3] = int(r[3])
    for i in (0, 8, 9):
        if r[i]: r[i] = int(r[i])
    return [None if c == '' else c for c in r]

def openpyxl_book(epoch1904=False):
    wb = openpyxl.Workbook()
    if epoch1904: wb.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    ws = wb.active
    ws.title = 'Danh sách'
    ws['A1'], ws['A2'] = TITLE
    ws.merge_cells('A1:L1')
    for c, h in enumerate(HEAD): ws.cell(4, c + 1, h)
    for r, row in enumerate(ROWS):
        for c, v in enumerate(typed(row)):
            if v is None: continue
            cell = ws.cell(5 + r, c + 1, v)
            if isinstance(v, datetime.date): cell.number_format = 'dd/mm/yyyy'
    return wb

def workbooks():
    openpyxl_book().save(path('list.xlsx'))
    openpyxl_book(True).save(path('list-1904.xlsx'))
    wb = openpyxl_book()
    hidden = wb.create_sheet('Ẩn'); hidden['A1'] = 'không đọc'; hidden.sheet_state = 'hidden'
    second = wb.create_sheet('Khác'); second['B2'] = 'có đọc'
    wb.save(path('sheets.xlsx'))
    wb = openpyxl.Workbook(); ws = wb.active
    for where, text in (('A3', 'STT'), ('B3', 'Họ và tên'), ('C3', 'Năm sinh'), ('C4', 'Nam'), ('D4', 'Nữ'), ('E3', 'Địa chỉ'), ('E4', 'Số nhà'), ('F4', 'Đường'),
                        ('A5', 1), ('B5', 'Lê Văn Mẫu'), ('C5', 1980)): ws[where] = text
    for block in ('A3:A4', 'B3:B4', 'C3:D3', 'E3:F3'): ws.merge_cells(block)
    wb.save(path('merged.xlsx'))
    wb = openpyxl.Workbook(); ws = wb.active
    for r, (text, font) in enumerate([(tcvn3('Nguyễn Văn Thử'), '.VnTime'), (tcvn3('nguyễn thị ước').replace('\n', ''), '.VnTimeH'),
                                      (recode('Trần Đình Ẩn', 'VNI').decode('latin-1'), 'VNI-Times'), ('Lê Hà', 'Arial'), ('Đặng Thị Ước', '.VnTime'),
                                      ('nguyen van a', '.VnArialH'), ('Phan Hà Vũ Định', '.VnTime')]):
        ws.cell(r + 1, 1, text).font = Font(name=font)
    wb.save(path('fonts.xlsx'))

def xlwt_book(dates1904=False):
    wb = xlwt.Workbook(encoding='utf-8')
    wb.dates_1904 = dates1904
    ws = wb.add_sheet('Danh sách')
    ws.write_merge(0, 0, 0, 11, TITLE[0]); ws.write(1, 0, TITLE[1])
    day = xlwt.easyxf(num_format_str='DD/MM/YYYY')
    for c, h in enumerate(HEAD): ws.write(3, c, h)
    for r, row in enumerate(ROWS):
        for c, v in enumerate(typed(row)):
            if v is None: continue
            if isinstance(v, datetime.date): ws.write(4 + r, c, v, day)
            else: ws.write(4 + r, c, v)
    return wb

def old_workbooks():
    xlwt_book().save(path('list.xls'))
    xlwt_book(True).save(path('list-1904.xls'))
    wb = xlwt.Workbook(encoding='utf-8'); ws = wb.add_sheet('A')
    for r, (text, font) in enumerate([(tcvn3('Nguyễn Văn Thử'), '.VnTime'), (tcvn3('nguyễn thị ước'), '.VnTimeH'),
                                      (recode('Trần Đình Ẩn', 'VNI').decode('latin-1'), 'VNI-Times'), ('Lê Hà', 'Arial')]):
        ws.write(r, 0, text, xlwt.easyxf('font: name ' + font))
    wb.save(path('fonts.xls'))
    wb = xlwt.Workbook(encoding='utf-8'); ws = wb.add_sheet('A')   # texts over many CONTINUE records, cut inside wide and narrow ones
    for r in range(3000): ws.write(r, 0, ('Hộ số %d ' % r) * (1 + r % 40)); ws.write(r, 1, ('plain %d ' % r) * (1 + r % 17))
    ws.write(0, 2, xlwt.Formula('1+1')); ws.write(1, 2, True); ws.write(2, 2, 0.5); ws.write(3, 2, -7)
    wb.save(path('long.xls'))

CONTENT = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
RELS = ('<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>')
REL = '<Relationship Id="%s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="%s"/>'
BOOK = ('<?xml version="1.0"?><x:workbook xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><x:sheets><x:sheet name="S" sheetId="1" r:id="rId1"/></x:sheets></x:workbook>')
def raw_xlsx(name, sheet, shared=None):
    """A workbook written by hand; sheet and shared are lists of (block, times)."""
    with zipfile.ZipFile(path(name), 'w', zipfile.ZIP_DEFLATED) as z:
        z.writestr('[Content_Types].xml', CONTENT)
        z.writestr('_rels/.rels', RELS % (REL % ('rId9', 'officeDocument', '/book/wb.xml')))
        z.writestr('book/wb.xml', BOOK)
        z.writestr('book/_rels/wb.xml.rels', RELS % (REL % ('rId1', 'worksheet', 'one.xml') + REL % ('rId2', 'sharedStrings', '../book/texts.xml')))
        for part, blocks in (('book/one.xml', sheet), ('book/texts.xml', shared)):
            if blocks is None: continue
            with z.open(part, 'w', force_zip64=True) as f:
                for block, times in blocks:
                    for _ in range(times): f.write(block.encode())

SHEET = '<?xml version="1.0"?><x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
END = '</x:sheetData></x:worksheet>'
def odd_books():
    raw_xlsx('inline.xlsx', [(SHEET + '<x:row><x:c t="inlineStr"><x:is><x:r><x:t>Họ </x:t></x:r><x:r><x:t xml:space="preserve">tên</x:t></x:r></x:is></x:c>'
                              '<x:c><x:v>12</x:v></x:c><x:c t="str"><x:f>A1</x:f><x:v>công thức</x:v></x:c><x:c t="e"><x:v>#N/A</x:v></x:c>'
                              '<x:c t="b"><x:v>1</x:v></x:c></x:row><x:row r="3"><x:c r="B3" t="d"><x:v>2021-12-24T00:00:00</x:v></x:c></x:row>' + END, 1)])
    raw_xlsx('disordered.xlsx', [(SHEET + '<x:row r="2"><x:c r="A2"><x:v>2</x:v></x:c></x:row><x:row r="1"><x:c r="B1"><x:v>11</x:v></x:c></x:row>'
                                  '<x:row r="1"><x:c r="A1"><x:v>10</x:v></x:c></x:row>' + END, 1)])

def bad_files():
    put('empty.csv', b'')
    put('blank.csv', b',,,\r\n,,\r\n')
    os.makedirs(path('folder.xlsx'), exist_ok=True)
    put('picture.xlsx', b'\x89PNG\r\n\x1a\n' + bytes(range(256)) * 8)
    put('page.xls', '<html><table><tr><td>Họ tên</td></tr></table></html>'.encode())
    put('random.csv', bytes((i * 7919 >> 3) & 255 for i in range(40000)))
    put('french.csv', 'caf\xe9;\xe0 c\xf4t\xe9;d\xe9j\xe0;\xeatre;pi\xe8ce;\xe9t\xe9\n'.encode('latin-1') * 30)
    with zipfile.ZipFile(path('archive.xlsx'), 'w') as z: z.writestr('readme.txt', 'không phải bảng tính')
    whole = open(path('list.xlsx'), 'rb').read(); put('cut.xlsx', whole[:len(whole) // 2])
    whole = open(path('long.xls'), 'rb').read(); put('cut.xls', whole[:len(whole) // 2])
    garbled = bytearray(open(path('list.xlsx'), 'rb').read()); at = garbled.index(b'xl/worksheets/sheet1.xml') + 40; garbled[at:at + 200] = b'\x55' * 200; put('garbled.xlsx', bytes(garbled))
    # encrypted: an OLE container with EncryptedPackage, and a BIFF stream with FILEPASS
    doc = XlsDoc(); doc.save(path('encrypted.xlsx'), b'\0' * 8192)
    data = open(path('encrypted.xlsx'), 'rb').read()
    at = data.index('Workbook'.encode('utf-16-le')); name = 'EncryptedPackage'.encode('utf-16-le')
    put('encrypted.xlsx', data[:at] + name + b'\0' * (64 - len(name)) + struct.pack('<H', len(name) + 2) + data[at + 66:])
    bof = struct.pack('<HHHHHHII', 0x809, 16, 0x600, 5, 0, 0, 0, 0)
    XlsDoc().save(path('encrypted.xls'), (bof + struct.pack('<HH', 0x2f, 54) + b'\1' * 54 + struct.pack('<HH', 10, 0)).ljust(8192, b'\0'))

def bombs():
    row = '<x:row>' + '<x:c><x:v>1</x:v></x:c>' * 1000 + '</x:row>'
    raw_xlsx('bomb-blank.xlsx', [(SHEET, 1), (' ' * (1 << 20), 500), (END, 1)])
    raw_xlsx('bomb-cells.xlsx', [(SHEET, 1), (row, 5000), (END, 1)])
    raw_xlsx('bomb-texts.xlsx', [(SHEET + END, 1)], [('<sst>', 1), ('<si><t>' + 'x' * 100000 + '</t></si>', 1500), ('</sst>', 1)])
    raw_xlsx('bomb-token.xlsx', [(SHEET + '<x:row a="', 1), ('y' * (1 << 20), 100), ('"/>' + END, 1)])
    raw_xlsx('bomb-depth.xlsx', [(SHEET, 1), ('<x:a>' * 10000, 500), (END, 1)])
    raw_xlsx('bomb-names.xlsx', [(SHEET, 1)] + [(''.join('<n%d/>' % (i * 10000 + j) for j in range(10000)), 1) for i in range(150)] + [(END, 1)])
    raw_xlsx('bomb-entity.xlsx', [('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
                                   '<worksheet><sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>', 1)])

def bombs_small():
    raw_xlsx('columns.xlsx', [(SHEET + '<x:row r="1"><x:c r="A1"><x:v>7</x:v></x:c>', 1), ('<x:c s="1"/>' * 10000, 100), ('</x:row>' + END, 1)])
    raw_xlsx('wide.xlsx', [(SHEET + '<x:row r="1"><x:c r="XFD1"><x:v>7</x:v></x:c></x:row>' + END, 1)])
    put('columns.csv', b'a' + b',' * 1000000 + b'\nb,c\n')
    put('rows.csv', b'a\n' + b'\n' * 1100000 + b'b\n')

steps = {f.__name__: f for f in (texts, workbooks, old_workbooks, odd_books, bad_files, bombs, bombs_small)}
for name in sys.argv[2:] or steps: steps[name]()
